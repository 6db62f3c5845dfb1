"""How many and how large files may be, and who may take one away; pure."""

from editorial.rules import Answer

MEGABYTE = 1024 * 1024


def may_share(*, size: int, present: int, most_bytes: int, most_files: int) -> Answer:
    """Say whether one more file can be shared.

    Args:
        size: of the file, in bytes.
        present: how many the workshop shares already.
    """
    if present >= most_files:
        return Answer(False, f"共享文件已满 {most_files} 个，请先删掉不用的。")
    if size > most_bytes:
        return Answer(False, f"文件超过了 {most_bytes / MEGABYTE:g} MB 的上限，请压缩后再上传。")
    return Answer(True)


def may_delete(*, is_host: bool, is_own: bool) -> Answer:
    """Say whether somebody may delete a file: who shared it, and the host."""
    if is_host or is_own:
        return Answer(True)
    return Answer(False, "只有上传的人和主持人可以删除。")
