"""`python -m allegata` is the command line."""

from allegata.cli.main import main

if __name__ == "__main__":
    main()
