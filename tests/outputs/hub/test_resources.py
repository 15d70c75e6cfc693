"""Resources are small files that people write by hand: what is wrong in one is told in a line they can act on."""

import pytest

from learnbrief.corpus.errors import BadInput
from learnbrief.outputs.hub.resources import Known, read_resource

KNOWN = Known(["equity", "data"], ["harbour"])
FINE = 'title = "A talk"\nkind = "recording"\nlink = "https://example.org/talk"\n'


def test_all_fields_are_read_from_toml_and_from_markdown():
    fields = FINE + 'themes = ["equity"]\ncollaboratives = ["harbour"]\ndate = 2025-03-14\naudience = "boards"\n'
    from_toml = read_resource("talk.toml", fields + 'text = "*Ten* minutes."\n', KNOWN)
    from_markdown = read_resource("talk.md", f"+++\n{fields}+++\n\n*Ten* minutes.\n", KNOWN)

    assert from_toml == from_markdown
    assert (from_toml.name, from_toml.themes, from_toml.date.isoformat()) == ("talk", ("equity",), "2025-03-14")
    assert from_toml.html == "<p><em>Ten</em> minutes.</p>\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.toml", 'kind = "tool"\nlink = "https://example.org"', "title is missing"),
        (
            "a.toml",
            'title = "T"\nkind = "film"\nlink = "https://example.org"',
            "'film' is unknown; choose from recording",
        ),
        ("a.toml", FINE + 'themes = ["money"]', "themes 'money' is unknown; choose from equity, data"),
        ("a.toml", FINE + 'themes = "equity"', 'write it as themes = ["one", "another"]'),
        ("a.toml", FINE + 'date = "March"', "write it as date = 2025-03-14"),
        ("a.toml", FINE + 'for = "boards"', "no field 'for'; a resource has title, kind"),
        ("a.toml", FINE + 'name = "b"', "no field 'name'"),
        ("a.toml", 'title = "T"\nkind = "tool"', "neither link nor file"),
        ("a.toml", FINE + 'file = "a.pdf"', "both a link and a file"),
        ("a.toml", 'title = "T"\nkind = "tool"\nlink = "javascript:alert(1)"', "is no address"),
        ("a.toml", 'title = "T"\nkind = "tool"\nfile = "../../restricted/key.json"', "leaves the folder"),
        ("a.toml", 'title = "T"\nkind = "tool"\nfile = "/etc/passwd"', "leaves the folder"),
        ("a.toml", "title = T", "at line 1"),
        ("a.md", "# A talk", "begins without its fields"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_file_field_and_remedy(name, text, told):
    """Whoever keeps the resources writes no code."""
    with pytest.raises(BadInput, match=r"^hub/resources/") as caught:
        read_resource(name, text, KNOWN)

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_text_can_neither_bring_script_nor_fetch_a_picture():
    """A hub asks no other site for anything, whatever somebody pasted."""
    text = "<script>alert(1)</script>\n\n![x](https://example.org/x.png)\n\n[y](javascript:alert(1))\n"
    html = read_resource("talk.md", f"+++\n{FINE}+++\n{text}", KNOWN).html

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
