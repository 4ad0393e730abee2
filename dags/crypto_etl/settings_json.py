"""Reads a JSON object of settings strictly, so that everything wrong with it is one readable line."""

import codecs
import json
import math

_UTF_16_AND_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class SettingsError(ValueError):
    """Settings that a person has to correct: one line that says where and what."""


def decode_settings(content: bytes, where: str) -> str:
    """A file's text, which must be UTF-8; a byte order mark, which some editors write, is ignored."""
    if content.startswith(_UTF_16_AND_32) or b"\x00" in content:
        raise SettingsError(f"{where} is UTF-16 or UTF-32 text: save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{where} is not UTF-8 text (line {line}): save it as UTF-8.") from error


def parse_settings(text: str, where: str, known: frozenset[str]) -> dict:
    """The object that the text holds; only known names, only finite numbers."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise SettingsError(f"{where} is not JSON: {reason}.") from error
    if not isinstance(value, dict):
        raise SettingsError(f"{where} must hold a JSON object.")
    unknown = sorted(set(value) - known)
    if unknown:
        names = ", ".join(shown(name)[1:-1] for name in unknown)
        raise SettingsError(f"{where} has unknown settings: {names}. Known: {', '.join(sorted(known))}.")
    return value


def shown(value) -> str:
    """A value as it goes into a message: JSON in ASCII, cut short."""
    text = json.dumps(value)
    return text if len(text) <= 100 else f"{text[:99]}..."


def _refuse(name: str):
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number
