"""The librarians' page of the documentation, typed: every answer in it is the one that the founding collection gives."""

import re
import shlex

import pytest

BASE, SHOWN = "https://data.example.org", "http://127.0.0.1:8000"
BLOCK = re.compile(r"```console\n\$ (curl .*)\n((?:.*\n)*?)```")


def _blocks(root) -> list[tuple[str, str]]:
    return BLOCK.findall((root / "docs" / "looking-up.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(5))
def test_each_answer_of_the_page_is_given(client, root, number):
    command, expected = _blocks(root)[number]
    words = shlex.split(command.replace("$'", "'"))[1:]
    address = words[-1].replace(SHOWN, BASE).removeprefix(BASE)
    if "--data-binary" in words:
        body = words[words.index("--data-binary") + 1].replace("\\n", "\n")
        answer = client.post(address, data=body, content_type="text/plain")
    else:
        answer = client.get(address)
    told = "".join(f"{name}: {value}\n" for name, value in answer.headers) + answer.get_data(as_text=True)
    lines = told.replace("\r\n", "\n").replace(BASE, SHOWN).splitlines()
    assert [line for line in expected.splitlines() if line not in lines] == []


def test_no_answer_of_the_page_is_left_out(root):
    assert len(_blocks(root)) == 5
