"""What a file is by its first bytes: pictures, documents, sound, film, archives, what may be a workbook. Nothing of it is opened."""

from __future__ import annotations

# bytes that are enough to tell
LOOKED_AT = 16
WORKBOOK_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PICTURE, PDF, DOCUMENT, SLIDES, SOUND, FILM = "图片", "PDF 文档", "文字文档", "演示文稿", "录音", "录像"
_BEGINNINGS = (
    (b"%PDF", PDF), (b"\xff\xd8\xff", PICTURE), (b"\x89PNG", PICTURE), (b"GIF8", PICTURE), (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE), (b"{\\rtf", DOCUMENT), (b"ID3", SOUND), (b"\xff\xfb", SOUND), (b"\xff\xf3", SOUND), (b"#!AMR", SOUND),
    (b"OggS", SOUND), (b"fLaC", SOUND), (b"\x1aE\xdf\xa3", FILM), (b"\x30\x26\xb2\x75", FILM), (b"\x00\x00\x01\xba", FILM),
)
# of containers of several kinds: where a second mark stands, and what it says
_MARKED = (
    (b"RIFF", 0, {b"WEBP": PICTURE, b"WAVE": SOUND, b"AVI ": FILM}, 8),
    (b"BM", 0, {bytes(4): PICTURE}, 6),
    (b"ftyp", 4, {b"heic": PICTURE, b"heix": PICTURE, b"mif1": PICTURE, b"msf1": PICTURE, b"avif": PICTURE, b"M4A ": SOUND}, 8),
)
_ARCHIVES = ((b"Rar!", "rar 格式"), (b"7z\xbc\xaf", "7z 格式"), (b"\x1f\x8b", "gz 格式"), (b"BZh", "bz2 格式"), (b"\xfd7zXZ", "xz 格式"),
             (b"MSCF", "cab 格式"))
_BY_ENDING = {
    PDF: (".pdf",),
    DOCUMENT: (".doc", ".docx", ".wps", ".rtf", ".odt", ".ofd", ".md", ".pages"),
    SLIDES: (".ppt", ".pptx", ".pps", ".ppsx", ".dps", ".odp", ".key"),
    PICTURE: (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".heic", ".heif", ".webp", ".tif", ".tiff", ".svg"),
    SOUND: (".mp3", ".m4a", ".wav", ".amr", ".aac"),
    FILM: (".mp4", ".mov", ".avi", ".mkv", ".wmv", ".m4v"),
}
_KINDS = {ending: what for what, endings in _BY_ENDING.items() for ending in endings}
DOCUMENT_ENDINGS = tuple(_KINDS)


def media_of(beginning: bytes) -> str:
    """What a picture, a document, sound or film is, in words; empty for everything else."""
    for signature, at, kinds, further in _MARKED:
        if beginning[at : at + len(signature)] == signature:
            return kinds.get(beginning[further : further + 4], FILM if signature == b"ftyp" else "")
    return next((what for signature, what in _BEGINNINGS if beginning.startswith(signature)), "")


def archive_of(beginning: bytes) -> str:
    """Which format an archive has that is not opened, in words; empty for everything else, zip files too."""
    return next((what for signature, what in _ARCHIVES if beginning.startswith(signature)), "")


def named_kind(name: str) -> str:
    """What a document is by the ending of its name, in words; empty for other endings."""
    return _KINDS.get(name[name.rfind(".") :].lower(), "") if "." in name else ""
