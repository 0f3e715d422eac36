"""Books that ask for a password: told apart from damaged ones, and opened where the password is known."""

from __future__ import annotations

import io

import msoffcrypto

# what Excel itself encrypts a write-protected book with: it opens for everybody without asking
EXCEL_DEFAULT = "VelvetSweatshop"


def decrypted(data: bytes, passwords: tuple[str, ...]) -> bytes | None:
    """The book's bytes opened by Excel's own default or one of the passwords; None when none of them fits."""
    for password in (EXCEL_DEFAULT, *passwords):
        opened = _opened(data, password)
        if opened is not None:
            return opened
    return None


def is_encrypted(data: bytes) -> bool:
    """Whether an OLE file is a book that asks for a password."""
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:  # noqa: BLE001  a damaged container fails in many ways
        return False


def _opened(data: bytes, password: str) -> bytes | None:
    try:
        book = msoffcrypto.OfficeFile(io.BytesIO(data))
        book.load_key(password=password)
        plain = io.BytesIO()
        book.decrypt(plain)
    except Exception:  # noqa: BLE001  a wrong password and a damaged book both mean: not opened
        return None
    return plain.getvalue() if plain.getvalue()[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else None
