"""Whether a folder lies on a network share, where file locks cannot be trusted."""

from pathlib import Path

__all__ = ["network_file_system"]

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "fuse.davfs", "davfs", "ceph", "fuse.glusterfs", "lustre"}
)


def network_file_system(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network file system that a folder lies on.

    Parameters
    ----------
    folder : Path
        Need not be there yet.
    mounts : Path
        The table of mounts, as Linux gives it.

    Returns
    -------
    str or None
        As ``nfs4``; None on a local disk, and where the system has no such table.
    """
    text = str(folder.resolve())
    if text.startswith("\\\\"):  # a share of Windows, named directly
        return "smb"
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    best, kind = "", None
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:  # device, point, type
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t")
        inside = text == point or text.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind if kind in _NETWORK else None
