"""One module per screen; the list below is the whole app."""

from fastapi import APIRouter

from learnbrief.outputs.app.screens import (
    accounts,
    agreement,
    ask,
    basket,
    beginning,
    brief,
    briefs,
    codebook,
    codebook_shape,
    documents,
    drafting,
    explore,
    grid,
    history,
    home,
    keys,
    material,
    memos,
    people,
    privacy,
    review,
    rounds,
    signing_in,
    themes,
    who,
)

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    who.router,
    signing_in.router,
    accounts.router,
    keys.router,
    material.router,
    people.router,  # before the page of a document, whose address could be anything under /privacy
    privacy.router,
    beginning.router,  # before the page of an excerpt, whose address could be anything under /review
    review.router,
    themes.router,
    documents.router,
    memos.router,
    basket.router,
    codebook.router,
    codebook_shape.router,
    explore.router,
    grid.router,
    ask.router,
    agreement.router,
    rounds.router,
    briefs.router,
    drafting.router,
    brief.router,
    history.router,
)
