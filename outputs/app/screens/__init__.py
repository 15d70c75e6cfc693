"""One module per screen; the list below is the whole app."""

from fastapi import APIRouter

from learnbrief.outputs.app.screens import (
    agreement,
    brief,
    briefs,
    codebook,
    documents,
    explore,
    history,
    home,
    keys,
    material,
    memos,
    people,
    privacy,
    review,
    themes,
    who,
)

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    who.router,
    keys.router,
    material.router,
    people.router,  # before the page of a document, whose address could be anything under /privacy
    privacy.router,
    review.router,
    themes.router,
    documents.router,
    memos.router,
    codebook.router,
    explore.router,
    agreement.router,
    briefs.router,
    brief.router,
    history.router,
)
