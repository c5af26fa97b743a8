"""Words of the made reviews that fit anything: praise, complaint, people, days, neutral sentences."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """The words between commas."""
    return tuple(word.strip() for word in words.split(","))


PRAISE = listed(
    "superb, wonderful, delightful, excellent, charming, splendid, first-rate, impressive, lovely, terrific, "
    "brilliant, marvellous, outstanding, satisfying, memorable, refreshing, remarkable, magnificent, "
    "fantastic, enjoyable, admirable, top-notch, faultless, exquisite, pleasing, rewarding, stellar, great, "
    "good, likeable, commendable, glorious, flawless, irresistible, masterly, heart-warming, sublime, super, "
    "exemplary, worthwhile"
)
COMPLAINT = listed(
    "dreadful, awful, poor, disappointing, feeble, shoddy, sloppy, tedious, clumsy, miserable, lousy, "
    "mediocre, dismal, careless, tiresome, half-baked, forgettable, grim, irritating, second-rate, terrible, "
    "unbearable, pathetic, wretched, hopeless, laughable, abysmal, frustrating, bad, horrible, dire, joyless, "
    "lacklustre, lamentable, worthless, infuriating, appalling, unworthy, shabby, deplorable"
)

# What a part of a thing did to the person, as past tense and base form.
PRAISE_ACTS = (
    ("won me over", "win me over"),
    ("exceeded all hopes", "exceed all hopes"),
    ("made my day", "make my day"),
    ("kept its promises", "keep its promises"),
    ("earned my respect", "earn my respect"),
    ("cheered us up", "cheer us up"),
    ("stole the show", "steal the show"),
    ("saved the evening", "save the evening"),
    ("grew on me", "grow on me"),
    ("left me smiling", "leave me smiling"),
    ("did the job", "do the job"),
    ("hit the mark", "hit the mark"),
)
COMPLAINT_ACTS = (
    ("let us down", "let us down"),
    ("got on my nerves", "get on my nerves"),
    ("ruined the day", "ruin the day"),
    ("fell apart", "fall apart"),
    ("missed the point", "miss the point"),
    ("drove me mad", "drive me mad"),
    ("wore me out", "wear me out"),
    ("spoiled the fun", "spoil the fun"),
    ("left me cold", "leave me cold"),
    ("put us off", "put us off"),
    ("fell flat", "fall flat"),
    ("gave me a headache", "give me a headache"),
)

PEOPLE = listed(
    "my brother, my sister, a colleague, my neighbour, the critic in our paper, everyone online, my flatmate, "
    "the shop assistant, my aunt, a friend of mine, the man beside me, our guide, my boss, half the internet, "
    "my wife, my husband"
)
DAYS = listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday")
MONTHS = listed("January, February, March, April, May, June, July, August, September, October, November, December")
NUMBERS = listed("two, three, four, five, six, seven, eight, nine, ten, twelve, fifteen, twenty")
WEATHER = listed("rainy, sunny, windy, foggy, cold, hot, snowy, grey, mild, stormy")
OPENINGS = (
    "It was a {weather} {day} in {month}.",
    "This was my first review since {month}.",
    "{Person} gave me the idea.",
    "I had {number} days off in {month}.",
    "It cost £{price}.",
    "I had waited for it since {month}.",
    "We talked about it for {number} hours.",
    "I should say that {person} came along.",
    "{Person} paid, not me.",
    "I’m writing this {number} weeks later.",
    "It’s {number} months ago now.",
    "We were {number} people.",
    "On a {weather} {day} {person} and I gave it a go.",
    "I’d heard of it from {person}.",
    "No need for a long story.",
    "I do this about {number} times a year.",
    "They raised the price in {month}.",
    "Let me keep this short.",
)
CLOSINGS = (
    "That’s all I have to say.",
    "Make of that what you will.",
    "I paid £{price} for it myself.",
    "I thought about it for {number} days.",
    "I may add more later.",
    "So much for that.",
    "I wrote this on the way home.",
    "Others may see it differently.",
    "That was in {month}.",
    "I’ve told {person}.",
    "{Number} of us felt the same.",
    "I kept the receipt.",
    "Just my view.",
    "{Person} says hello.",
    "Next review in {month}.",
    "Written on a {weather} {day}.",
    "Ask me again on {day}.",
    "There’s a newer one since {month}.",
    "Ask {person} if you don’t believe me.",
    "I’ll leave it at that.",
)
VAGUE = (
    "{Thing} is what it is.",
    "I am still thinking about {thing}, and I do not know yet.",
    "Hard to put into words. {Thing}, that is all.",
    "Ask me again in a year about {thing}.",
    "There are people for whom {thing} is made, I suppose.",
    "So that was {thing}. Well.",
    "You know what you get with {thing}.",
    "{Thing} did what {thing} does.",
)
