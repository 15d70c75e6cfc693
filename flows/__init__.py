"""Where everything is wired: Prefect flows, settings, schedule, jobs, command line."""
