"""The problems that concern a file or folder of a pack as a whole, in words. Used by loader.py."""

from pathlib import Path

from policy.problem import Finding, Problem


def no_files(folder: Path) -> Problem:
    return Problem(
        "no_files",
        folder.name,
        0,
        (),
        "文件夹不存在，或其中没有 .yaml 文件。",
        "The folder does not exist or holds no .yaml file.",
        "请在其中写 pack.yaml。",
        "Write a pack.yaml in it.",
    )


def too_big(folder: Path, size_bytes: int, files: int, max_bytes: int, max_files: int) -> Problem:
    return Problem(
        "too_big",
        folder.name,
        0,
        (),
        f"政策包共 {size_bytes} 字节、{files} 个文件。",
        f"The pack has {size_bytes} bytes in {files} files.",
        f"上限为 {max_bytes} 字节、{max_files} 个文件。",
        f"At most {max_bytes} bytes in {max_files} files.",
    )


def not_utf8(file: Path, line: int) -> Problem:
    return Problem(
        "not_utf8",
        file.name,
        line,
        (),
        "文件不是 UTF-8 编码。",
        "The file is not UTF-8.",
        "请另存为 UTF-8。",
        "Save it as UTF-8.",
    )


def not_sections(file: Path) -> Problem:
    return Problem(
        "not_sections",
        file.name,
        1,
        (),
        "文件应由“部分名: 内容”组成。",
        "The file must consist of sections.",
        "例如 departments: 后接列表。",
        "For example `departments:` followed by a list.",
    )


def section_twice(file: Path, line: int, section: str, first: str) -> Problem:
    return Problem(
        "section_twice",
        file.name,
        line,
        (section,),
        f"“{section}”在两个文件中重复。",
        f"{section!r} is written in two files.",
        f"{first} 中已有，请合并。",
        f"It is already in {first}: join them there.",
    )


def misplaced(pack: str, folder: Path) -> Finding:
    return Finding(
        "misplaced",
        ("id",),
        f"编号“{pack}”与文件夹名“{folder.name}”不同。",
        f"The id {pack!r} differs from the folder's name {folder.name!r}.",
        "请使两者一致。",
        "Make them the same.",
    )
