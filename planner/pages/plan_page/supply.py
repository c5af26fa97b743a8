"""What a person has, in words: free hours until the deadline, and how many of them become work."""

from __future__ import annotations

from planner.availability import Availability, Share
from planner.domain.wording.durations import between_words, free_words, hours_words
from planner.domain.wording.numbers import percents_words
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
    return f"Of free hours, {percents_words(share.low, share.high)} become work: {share.basis}."


def week_words(availability: Availability) -> str:
    """The week as it was said, and the country whose holidays count."""
    place = "-".join(part for part in (availability.country, availability.subdivision) if part)
    return f"{availability.week}" + (f", holidays of {place}" if place else "")
