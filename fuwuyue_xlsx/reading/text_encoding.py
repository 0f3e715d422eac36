"""Bytes of a text as characters: every common encoding of Chinese texts, strictly; where two fit, which one is likelier is told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_LOOKED_AT, _WEIGHED = 1_000, 1 << 20
_BETWEEN = re.compile(r"[,;\t\r\n<>]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# what Chinese texts consist of besides ASCII: ideographs, their marks, full-width letters, quotation marks and dashes
_CHINESE = re.compile(r"[㐀-鿿豈-﫿　-〿＀-￯‐-‧·×℃①-⑳]")
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GBK/GB18030"}


@dataclass(frozen=True)
class DecodedText:
    """A text with the name of its encoding as people know it; `sure` is False where the bytes are a text in another one, too."""

    text: str
    encoding: str
    sure: bool = True


def text_of(data: bytes, declared: str = "") -> DecodedText | None:
    """The text in some bytes, all of them valid in its encoding; None for what is no text.

    `declared` is the encoding that the text itself or its envelope names: it decides only where the bytes do not.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _first(data, ("utf-8-sig",))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _first(data, ("utf-16",))
    if b"\0" in data[:_LOOKED_AT]:
        # the bytes of UTF-16 in the other order are text as well, but of one long line
        both = [decoded for code in ("utf-16-le", "utf-16-be") if (decoded := _first(data, (code,)))]
        return max(both, key=lambda decoded: len(_BETWEEN.findall(decoded.text)), default=None)
    utf, gb = _first(data, ("utf-8",)), _first(data, ("gb18030",))
    if utf is None or gb is None:
        return utf or gb or (_first(data, (declared,)) if declared else None)
    if data.isascii() or _chinese_share(utf.text) >= 0.5:
        return utf
    if declared and (named := _first(data, (declared,))):
        return named
    likelier = gb if _chinese_share(gb.text) >= 0.5 else utf
    return DecodedText(likelier.text, likelier.encoding, sure=False)


def spoilt_text(data: bytes) -> str:
    """What can be made out of a text some bytes of which fit no encoding; empty where they are more than one in a hundred."""
    texts = [data.decode(code, "replace") for code in ("utf-8", "gb18030")]
    text = min(texts, key=lambda text: text.count("�"))
    return "" if text.count("�") * 100 > len(text) or _BINARY.search(text) else text


def _chinese_share(text: str) -> float:
    """The share of characters that stand in Chinese texts, among those of the beginning that are not ASCII."""
    beginning = text[:_WEIGHED]
    others = len(_NO_ASCII.findall(beginning))
    return len(_CHINESE.findall(beginning)) / others if others else 1.0


def _first(data: bytes, codes: tuple[str, ...]) -> DecodedText | None:
    for code in codes:
        try:
            text = data.decode(code)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _BINARY.search(text):
            return DecodedText(text, _NAMES.get(code, code.upper()))
    return None
