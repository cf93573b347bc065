"""Two people's files: agreements collapse, contradictions become questions, nothing is lost, either order gives the same."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from geomap.corrections.merge import contradictions, merge_corrections
from geomap.io.corrections import corrections_bytes
from geomap.model import Correction, Scope

HASH = "ab" * 32


def row(number, new="accepted", field="review", **more):
    return Correction(Scope.REPORT, field, new, article_sha256=HASH, start=number, end=number + 5, report_id=f"r{number:012x}", **more)


def test_forty_and_forty_rows_with_five_conflicts():
    shared = [row(i) for i in range(10)]
    asked = range(10, 15)
    one = [replace(c, by="A", made_on="2020-01-02") for c in shared] + [row(i, "accepted", by="A") for i in asked] + [row(i, by="A") for i in range(100, 125)]
    other = [replace(c, by="B", made_on="2020-01-01") for c in shared] + [row(i, "rejected", by="B") for i in asked] + [row(i, by="B") for i in range(200, 225)]
    assert (len(one), len(other)) == (40, 40)
    merged = merge_corrections(one, other)
    assert len(merged.questions) == 5
    assert {c.start for q in merged.questions for c in q} == set(asked)
    assert len(merged.agreed) == 10
    assert len(merged.rows) == 70
    assert {c.id for c in merged.rows} == {c.id for c in [*one, *other]}
    assert {(c.by, c.made_on) for c in merged.rows if c.id in merged.agreed} == {("A; B", "2020-01-01")}
    assert corrections_bytes(merged.rows) == corrections_bytes(merge_corrections(other, one).rows)


def test_a_type_and_a_sub_type_of_two_people_that_exclude_each_other_are_a_question():
    wide, narrow = row(1, "Protests", "event_type", by="A"), row(1, "Grenade", "sub_event_type", by="B")
    for one, other in ((wide, narrow), (narrow, wide)):
        assert merge_corrections([one], [other]).questions == ((wide, narrow),)
    told = row(2, "denied", "status", by="A"), row(2, "claimed", "attestation", by="B")
    assert contradictions(told) == (told,)
    assert contradictions([wide, replace(narrow, by="A")]) == ()  # one person's complete each other
    assert contradictions([wide, row(1, "Peaceful protest", "sub_event_type", by="B")]) == ()
    assert contradictions([wide, row(2, "Grenade", "sub_event_type", by="B")]) == ()


def test_with_the_common_ancestor_what_one_takes_back_goes_and_what_one_changes_stands():
    base = [row(1), row(2), row(3)]
    one = [row(1), row(2, "rejected", by="A")]
    other = [row(1), row(2), row(3), row(4)]
    merged = merge_corrections(one, other, base)
    assert {(c.start, c.new) for c in merged.rows} == {(1, "accepted"), (2, "rejected"), (4, "accepted")}
    assert {c.start for c in merged.withdrawn} == {2, 3}
    assert not merged.questions


def test_one_person_may_change_their_mind():
    rows = [row(1, "accepted", by="A", made_on="2020-01-01"), row(1, "rejected", by="A", made_on="2020-01-02")]
    assert not contradictions(rows)
    assert contradictions([replace(c, made_on="2020-01-01") for c in rows])


rows = st.lists(
    st.builds(row, st.integers(0, 4), st.sampled_from(["accepted", "rejected"]), by=st.sampled_from(["A", "B", ""]), why=st.sampled_from(["", "seen", "no"]),
              made_on=st.sampled_from(["", "2020-01-01", "2020-02-01"]), old=st.sampled_from(["", "unreviewed"])), max_size=8,
)  # fmt: skip


@given(rows, rows, rows)
def test_order_of_files_does_not_matter_and_a_merge_with_itself_adds_nothing(one, other, base):
    merged = merge_corrections(one, other, base)
    assert merged == merge_corrections(other, one, base)
    again = merge_corrections(merged.rows, merged.rows)
    assert (again.rows, again.questions) == (merged.rows, merged.questions)


@given(rows, rows)
def test_without_an_ancestor_no_decision_is_lost(one, other):
    merged = merge_corrections(one, other)
    assert {c.id for c in merged.rows} == {c.id for c in [*one, *other]}
    people = {p for c in [*one, *other] for p in c.by.split("; ") if p}
    assert {p for c in merged.rows for p in c.by.split("; ") if p} == people


@given(rows, rows, rows)
def test_three_files_give_the_same_however_they_are_paired(one, other, third):
    left = merge_corrections(merge_corrections(one, other).rows, third)
    right = merge_corrections(one, merge_corrections(other, third).rows)
    assert (left.rows, left.questions) == (right.rows, right.questions)
