"""`python -P -m planner.cli`: the `callit` command, for a process that knows where Python lies but not the command."""

from planner.cli.main import main

if __name__ == "__main__":
    main()
