"""Files are whole or unchanged."""

import errno

import pytest

from geomap.errors import InputError
from geomap.io.atomic import atomic_path, output_error, write_bytes, write_text


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "new folder" / "x.txt"
    write_text(path, "one\r\n")
    write_text(path, "ثان\n")
    assert path.read_bytes() == "ثان\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_no_part(tmp_path):
    path = tmp_path / "x.txt"
    write_bytes(path, b"old")

    def write_half():
        with atomic_path(path) as part:
            part.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(InputError, match="the disk is full; free some space"):
        write_half()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_part_of_a_killed_run_is_replaced(tmp_path):
    path = tmp_path / "x.txt"
    (tmp_path / ".x.part.txt").write_bytes(b"left by a killed run")
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_planted_as_part_is_not_followed(tmp_path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (tmp_path / ".x.part.txt").symlink_to(victim)
    write_bytes(tmp_path / "x.txt", b"new")
    assert victim.read_bytes() == b"precious"


def test_a_folder_in_the_way_is_an_input_error(tmp_path):
    (tmp_path / "x.txt").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_bytes(tmp_path / "x.txt", b"new")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        write_bytes(tmp_path / "file" / "x.txt", b"new")


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOENT, errno.EIO])
def test_every_reason_says_what_to_do(tmp_path, code):
    message = str(output_error(tmp_path / "x", OSError(code, "reason")))
    assert str(tmp_path / "x") in message
    assert "unchanged" in message
    assert "folder" in message
