"""The evaluators' web app: a screen per page, templates, and one file that puts it together."""
