"""Names that stay the same: slugs for people to read, ids for machines to keep."""

import base64
import hashlib
import json
import re
import unicodedata

_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")


def slug(words: str) -> str:
    """Lower-case ASCII words joined by hyphens; empty when nothing of that kind is left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return _NOT_A_SLUG.sub("-", plain).strip("-")


def content_hash(text: str | bytes) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def stable_id(prefix: str, *parts: object) -> str:
    """A short id that depends on the parts alone: the same parts give the same id on any machine."""
    packed = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str).encode()
    return f"{prefix}-{base64.b32encode(hashlib.sha256(packed).digest())[:12].decode().lower()}"
