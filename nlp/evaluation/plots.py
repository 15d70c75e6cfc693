"""Drawings of what evaluations found; every number stands in the table beside it too."""

from typing import Any


def evaluation_chart(found: dict[str, Any]) -> Any:
    """F1 by label beside the floor, share right by score, and precision by coverage."""
    import altair as alt

    ours = found["learnbrief"]
    floor = "tfidf_svc" if found["tfidf_svc"] else "tfidf_codebook"
    bars = [
        {"label": slug, "F1": figures["f1"], "method": method}
        for method in ("learnbrief", floor)
        if found[method]
        for slug, figures in found[method]["per_label"].items()
    ]
    order = sorted(ours["per_label"], key=lambda slug: -ours["per_label"][slug]["f1"])
    by_label = (
        alt.Chart(alt.InlineData(values=bars), title="F1 by label", width=320)
        .mark_point(filled=True, size=60)
        .encode(
            x=alt.X("F1:Q", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("label:N", sort=order, title=None),
            color=alt.Color("method:N", title=None),
            shape="method:N",
        )
    )
    believed = _line(
        ours["reliability"], "mean_score", "share_right", "Score", "Share right", "How far scores can be believed"
    )
    covered = _line(
        ours["coverage_curve"], "coverage", "precision", "Share of tags shown as sure", "Right among them", "Coverage"
    )
    return alt.hconcat(by_label, alt.vconcat(believed, covered)).configure_axis(grid=False)


def _line(rows: list[dict[str, Any]], x: str, y: str, x_title: str, y_title: str, title: str) -> Any:
    import altair as alt

    return (
        alt.Chart(alt.InlineData(values=rows), title=title, width=260, height=180)
        .mark_line(point=True)
        .encode(
            x=alt.X(f"{x}:Q", title=x_title, scale=alt.Scale(domain=[0, 1])),
            y=alt.Y(f"{y}:Q", title=y_title, scale=alt.Scale(domain=[0, 1])),
        )
    )
