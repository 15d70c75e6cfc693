"""What leaves the programme for its readers: the knowledge hub, made of approved briefs in their published view."""
