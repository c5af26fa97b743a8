"""What a person has, in words: free hours until the deadline, and how many of them become work."""

from __future__ import annotations

from planner.availability import Availability, Share
from planner.domain.wording.common import between_words, hours_words
from planner.outlook import Supply
from planner.pages.words import unbroken

WITHOUT_DEADLINE = "in the next four weeks"


def have_sentence(supply: Supply) -> str:
    """The same hours as a range, of how many free ones, until the deadline named before it."""
    when = "until then" if supply.deadline else WITHOUT_DEADLINE
    if not supply.free_hours:
        return f"You have **no free hours** {when}."
    low, high = supply.work_hours
    about, free = hours_words(supply.about_hours), free_words(supply.free_hours)
    return unbroken(f"You have about **{about}** {when} ({between_words(low, high)}), of {free}.")


def basis_sentence(share: Share) -> str:
    """On what the range rests."""
    return f"Of free hours, {100 * share.low:.0f} to {100 * share.high:.0f} % become work: {share.basis}."


def free_words(hours: float) -> str:
    """Hours that are free, as a number of things.

    >>> free_words(41.2), free_words(2.5), free_words(0)
    ('41 free hours', '2.5 free hours', 'no free hours')
    """
    number = f"{hours:.0f}" if hours >= 9.95 else f"{round(hours, 1):g}"
    return {"0": "no free hours", "1": "1 free hour"}.get(number, f"{number} free hours")


def week_words(availability: Availability) -> str:
    """The week as it was said, and the country whose holidays count."""
    place = "-".join(part for part in (availability.country, availability.subdivision) if part)
    return f"{availability.week}" + (f", holidays of {place}" if place else "")
