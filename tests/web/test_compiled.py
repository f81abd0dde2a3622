"""Templates are compiled once a process, however many applications it opens, and anew when their source is another."""

import jinja2
import pytest
from jinja2 import DictLoader, Environment

from lod_publisher.web.compiled import CompiledTemplates


@pytest.fixture
def counted(monkeypatch) -> list[str]:
    """The sources that Jinja compiles."""
    sources: list[str] = []
    compile_it = jinja2.Environment.compile

    def counting(self, source, *arguments, **named):
        sources.append(source)
        return compile_it(self, source, *arguments, **named)

    monkeypatch.setattr(jinja2.Environment, "compile", counting)
    return sources


def test_another_application_loads_what_the_first_one_compiled(counted):
    kept = CompiledTemplates()
    for name in ("Qasim", "Nasser"):
        environment = Environment(loader=DictLoader({"x.html": "{{ name }}!"}), bytecode_cache=kept, autoescape=True)
        assert environment.get_template("x.html").render(name=name) == f"{name}!"
    assert counted == ["{{ name }}!"]


def test_another_source_of_the_same_name_is_compiled(counted):
    kept = CompiledTemplates()
    for source in ("old", "new"):
        environment = Environment(loader=DictLoader({"x.html": source}), bytecode_cache=kept, autoescape=True)
        assert environment.get_template("x.html").render() == source
    assert counted == ["old", "new"]
