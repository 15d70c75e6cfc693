"""What a run does, stage by stage, as plain functions."""
