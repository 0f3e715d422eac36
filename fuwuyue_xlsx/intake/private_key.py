"""A key in the user's own profile: what is signed with it was written by this user on this machine.

The workspace may lie in a shared folder, where others can write; the profile does not.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path

_LENGTH = 32


def profile_folder() -> Path | None:
    """Where this program keeps what is the user's alone; None where the system names no such place."""
    if os.name == "nt":
        named = os.environ.get("LOCALAPPDATA")
        return Path(named) / "fuwuyue" if named else None
    if os.environ.get("XDG_STATE_HOME"):
        return Path(os.environ["XDG_STATE_HOME"]) / "fuwuyue"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Application Support" if sys.platform == "darwin" else ".local/state") / "fuwuyue"


def private_key(apart_from: Path) -> bytes | None:
    """The key, made when it is first asked for; None where it cannot be kept, or others could read or change it.

    It may not lie in the folder `apart_from`, which others may share.
    """
    folder = profile_folder()
    try:
        if folder is None or not folder.is_absolute() or apart_from.resolve() in (folder.resolve(), *folder.resolve().parents):
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "key"
        return _stored_key(path) or _new_key(path)
    except OSError:
        return None


def _stored_key(path: Path) -> bytes | None:
    try:
        status = path.lstat()
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    private = os.name == "nt" or (stat.S_IMODE(status.st_mode) & 0o077 == 0 and status.st_uid == os.geteuid())
    if not stat.S_ISREG(status.st_mode) or not private or len(data) != _LENGTH:
        path.unlink()  # a new one is made; what was signed with it is read anew
        return None
    return data


def _new_key(path: Path) -> bytes | None:
    """A new key; that of another run where it was first."""
    key = secrets.token_bytes(_LENGTH)
    new = path.with_name(f"key{os.getpid()}")
    handle = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        os.link(new, path)
    except FileExistsError:
        return _stored_key(path)
    except OSError:  # a file system without links
        os.replace(new, path)
        return key
    finally:
        new.unlink(missing_ok=True)
    return key
