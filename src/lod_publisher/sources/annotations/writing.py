"""Proposals written as a file of annotations, for a human to read, mend and accept; the reader of this folder reads it back."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/.-]*")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SECTIONS = ("mentions", "dates")


@dataclass(frozen=True, slots=True)
class Draft:
    """What some words of a passage probably mean. `section` is mentions (`key` is kind/key) or dates (`key` is EDTF)."""

    section: str
    key: str
    label: str
    words: str
    passage: str
    confidence: float
    reason: str


def annotations_yaml(about: str, drafts: Iterable[Draft], remarks: Iterable[str] = ()) -> str:
    """The file of annotations of one document; `remarks` are put above it as comments.

    The same words with the same meaning stand once, with the passages in the order given and the confidence of the least certain.
    """
    sections: dict[str, dict[str, dict[str, list[Draft]]]] = {section: {} for section in _SECTIONS}
    labels: dict[str, str] = {}
    for draft in drafts:
        sections[draft.section].setdefault(draft.key, {}).setdefault(draft.words, []).append(draft)
        labels.setdefault(draft.key, draft.label)
    lines = [f"# {' '.join(_UNPRINTABLE.sub('', remark).split())}" for remark in remarks]
    lines.append(f"annotations: {_scalar(about)}")
    for section, keys in sections.items():
        if not keys:
            continue
        lines += ["", f"{section}:"]
        for key, forms in keys.items():
            label = " ".join(_UNPRINTABLE.sub("", labels[key]).split())
            lines.append(f"  {_scalar(key)}:" + (f"  # {label}" if label and label != key else ""))
            lines += [f"    {_scalar(words)}: {_proposal(said)}" for words, said in forms.items()]
    return "\n".join(lines) + "\n"


def _proposal(said: list[Draft]) -> str:
    passages = ", ".join(dict.fromkeys(_scalar(draft.passage) for draft in said))
    least = min(said, key=lambda draft: draft.confidence)
    because = f", because: {_quoted(least.reason)}" if least.reason else ""
    return f"{{passages: [{passages}], confidence: {least.confidence:.2f}{because}}}"


def _quoted(text: str) -> str:
    """A text in double quotes, with what may not stand in YAML escaped."""
    written = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _scalar(text: str) -> str:
    """A text as a YAML scalar that stays a text."""
    return text if _PLAIN.fullmatch(text) and text not in ("null", "true", "false") else _quoted(text)
