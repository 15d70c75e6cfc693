"""One module per screen; the list below is the whole app."""

from fastapi import APIRouter

from outputs.app.screens import history, home, review, who

ROUTERS: tuple[APIRouter, ...] = (home.router, who.router, review.router, history.router)
