"""Labels: all placed or listed, none overlapping, steady."""

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.maps.labels import Label, place_labels

FRAME = (0.0, 0.0, 180.0, 150.0)


def label(key, x, y, priority=1.0, width=12.0):
    return Label(key, key, x, y, width, 2.6, priority)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


points = st.lists(st.tuples(st.floats(0, 180), st.floats(0, 150), st.floats(3, 30), st.integers(0, 9)), max_size=45)


@settings(deadline=None, max_examples=60)
@given(points, st.lists(st.tuples(st.floats(0, 170), st.floats(0, 140)), max_size=20))
def test_placed_or_listed_inside_and_apart(rows, corners):
    labels = [label(f"t{i}", x, y, p, w) for i, (x, y, w, p) in enumerate(rows)]
    obstacles = [(x, y, x + 4, y + 4) for x, y in corners]
    result = place_labels(labels, FRAME, obstacles)
    assert sorted([p.label.key for p in result.placed] + list(result.dropped)) == sorted(n.key for n in labels)
    boxes = [p.box for p in result.placed]
    for i, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[1] >= 0
        assert a[2] <= 180
        assert a[3] <= 150
        assert not any(overlap(a, b) for b in boxes[i + 1 :])
        assert not any(overlap(a, o) for o in obstacles)
    assert place_labels(labels[::-1], FRAME, obstacles) == result


def test_forty_towns_in_a_crowd_all_find_a_place():
    labels = [label(f"town {i:02}", 20 + (i % 8) * 17, 20 + (i // 8) * 9, priority=i) for i in range(40)]
    result = place_labels(labels, FRAME)
    assert len(result.placed) == 40


def test_priority_wins_the_only_place():
    labels = [label("small", 10, 5, 1.0, 11.0), label("large", 10, 5.4, 9.0, 11.0)]
    result = place_labels(labels, (9.0, 4.0, 24.0, 8.0))
    assert [p.label.key for p in result.placed] == ["large"]
    assert result.dropped == ("small",)


def test_overrides_stay_where_they_were_put():
    labels = [label("a", 50, 50), label("b", 52, 50), label("c", 90, 90)]
    result = place_labels(labels, FRAME, overrides={"a": (20.0, 10.0), "c": None})
    first = result.placed[0]
    assert first.label.key == "a"
    assert first.box[:2] == (70.0, 60.0)
    assert first.leader is not None
    assert result.hidden == ("c",)


def test_a_label_pushed_away_has_a_leader_to_its_point():
    wall = [(46.0, 46.0, 54.0, 54.0)]
    placed = place_labels([label("far", 50, 50)], FRAME, wall).placed[0]
    assert placed.leader is not None
    (x0, y0), (x1, y1) = placed.leader
    assert abs(x0 - 50) < 1
    assert abs(y0 - 50) < 1
    assert placed.box[0] <= x1 <= placed.box[2]
    assert placed.box[1] <= y1 <= placed.box[3]
