"""All measured jobs, one after the other: ``make bench``."""

from __future__ import annotations

from bench import ensemble, faults, matching, plan_faults, portfolio, stocks, trend


def main() -> None:
    """Run every job and print its figures."""
    for job in (faults, plan_faults, trend, ensemble, stocks, portfolio, matching):
        print(f"## {job.__doc__.splitlines()[0] if job.__doc__ else job.__name__}\n")
        job.main()
        print()


if __name__ == "__main__":
    main()
