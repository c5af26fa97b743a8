"""What the made reviews are about: things, their parts, and the words that fit these parts only."""

from __future__ import annotations

from dataclasses import dataclass

from data.sample.words import listed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a thing, with words of praise and of complaint that fit this part only."""

    name: str
    praise: tuple[str, ...]
    complaint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of thing that people review: what it is called, its parts, and neutral sentences around it."""

    things: tuple[str, ...]
    earlier: tuple[str, ...]  # what it is compared with
    parts: tuple[Part, ...]
    openings: tuple[str, ...]
    verbs: tuple[str, ...]  # "before ..."


def _parts(*lines: str) -> tuple[Part, ...]:
    """Parts from lines such as "plot: clever, gripping / thin, muddled"."""
    parts = []
    for line in lines:
        name, words = line.split(":")
        praise, complaint = words.split("/")
        parts.append(Part(name, listed(praise), listed(complaint)))
    return tuple(parts)


TOPICS = (
    Topic(
        listed("the film, this film, the movie, this thriller, the comedy, the documentary, this sequel, the western"),
        listed("the director's last film, the first part, the trailer, the original, the film we saw last week"),
        _parts(
            "the plot: clever, gripping, tightly woven / thin, muddled, predictable",
            "the acting: heartfelt, nuanced, convincing / wooden, stiff, hammy",
            "the dialogue: witty, sharp, natural / stilted, cheesy, flat",
            "the ending: moving, earned, unforgettable / rushed, silly, tacked on",
            "the camera work: inventive, elegant, daring / shaky, lazy, murky",
            "the soundtrack: haunting, uplifting, subtle / deafening, bland, grating",
            "the pacing: brisk, well judged, taut / sluggish, uneven, exhausting",
            "the lead actress: magnetic, radiant, fearless / lifeless, miscast, monotonous",
        ),
        listed(
            "We saw it on a rainy Tuesday, The cinema was half full, It runs for a little over two hours, "
            "I watched it with my parents, It came out last autumn, I had not read anything about it, We "
            "went to the late show"
        ),
        listed("watching it, seeing it"),
    ),
    Topic(
        listed(
            "the restaurant, this place, the café on the corner, the bistro, the noodle bar, the diner, the trattoria"
        ),
        listed(
            "the old owner's place, the branch across town, the bakery next door, my last visit, the "
            "place we had booked"
        ),
        _parts(
            "the soup: fragrant, rich, warming / watery, lukewarm, oversalted",
            "the service: attentive, friendly, swift / rude, slow, absent",
            "the crème brûlée: silky, dreamy, perfectly burnt / curdled, burnt black, rubbery",
            "the bread: crusty, fresh, fluffy / stale, soggy, rock hard",
            "the décor: cosy, stylish, inviting / drab, dingy, sterile",
            "the wine list: generous, well chosen, fairly priced / overpriced, meagre, baffling",
            "the fish: tender, succulent, cooked to the second / dry, bony, tasteless",
            "the waiter: courteous, funny, patient / surly, forgetful, patronising",
        ),
        listed(
            "We had a table for four, It was a Friday evening, We ordered three courses, I was there for "
            "lunch, The bill came to £48 for two, We came in without a booking, My cousin chose the place"
        ),
        listed("eating there, trying it"),
    ),
    Topic(
        listed(
            "the phone, this kettle, the headphone set, the vacuum cleaner, this camera, the tablet, the coffee machine"
        ),
        listed("my old one, the previous model, the cheap copy, the one my neighbour has, the one I sent back"),
        _parts(
            "the battery: long-lived, dependable, tireless / short-lived, unreliable, drained by noon",
            "the screen: crisp, vivid, easy on the eyes / dim, scratched, washed out",
            "the build: sturdy, solid, precise / flimsy, wobbly, creaky",
            "the manual: clear, concise, helpful / confusing, useless, unreadable",
            "the sound: warm, full, crystal clear / tinny, muffled, distorted",
            "the setup: painless, effortless, quick / fiddly, endless, maddening",
            "the app that comes with it: responsive, tidy, intuitive / buggy, bloated, cluttered",
            "the customer support: prompt, kind, competent / unreachable, clueless, dismissive",
        ),
        listed(
            "I bought it in March, It arrived in a plain box, I have used it for six weeks, It is the "
            "larger of two sizes, It was a birthday present, I use it every morning, It replaced one that "
            "I had for nine years"
        ),
        listed("using it, unpacking it"),
    ),
    Topic(
        listed(
            "the book, this novel, the biography, the collection, this crime story, the memoir, the new translation"
        ),
        listed(
            "her debut, the first volume, the film they made of it, the edition I grew up with, the author's last one"
        ),
        _parts(
            "the prose: luminous, supple, graceful / clunky, purple, leaden",
            "the heroine: complex, brave, believable / shallow, whiny, implausible",
            "the opening chapter: thrilling, tender, arresting / plodding, stuffy, overlong",
            "the twist: ingenious, chilling, well hidden / obvious, absurd, contrived",
            "the research: thorough, illuminating, meticulous / patchy, outdated, superficial",
            "the humour: dry, warm-hearted, sly / forced, crude, childish",
            "the translation: fluent, faithful, musical / jarring, garbled, lifeless",
            "the last third: breathless, wise, heartbreaking / repetitive, pointless, padded",
        ),
        listed(
            "I read it on the train, It has just under 400 pages, Our book club picked it, I borrowed it "
            "from the library, It is set in a harbour town, I finished it over a weekend, I listened to "
            "the first half"
        ),
        listed("reading it, buying it"),
    ),
    Topic(
        listed("the hotel, this hostel, the guest house, the resort, the apartment, this campsite, the inn"),
        listed(
            "the hotel across the square, our first stop, what the pictures show, the place we had last "
            "summer, the annexe"
        ),
        _parts(
            "the room: spotless, airy, quiet / grubby, cramped, stuffy",
            "the breakfast: plentiful, varied, delicious / stingy, cold, inedible",
            "the reception: welcoming, obliging, cheerful / chaotic, unfriendly, indifferent",
            "the bed: comfortable, heavenly, soft / lumpy, sagging, creaking",
            "the view: breathtaking, peaceful, wide open / bleak, blocked, depressing",
            "the pool: inviting, clean, heated / filthy, freezing, overcrowded",
            "the location: ideal, central, handy / remote, noisy, inconvenient",
            "the wifi: fast, stable, free / patchy, painfully slow, broken",
        ),
        listed(
            "We stayed for three nights, I was there for work, We arrived after ten in the evening, It is "
            "ten minutes from the station, We had a room on the second floor, I booked it a month ahead, "
            "There were five of us"
        ),
        listed("staying there, booking it"),
    ),
    Topic(
        listed(
            "the game, this app, the puzzle game, the language app, this budget planner, the strategy game, the update"
        ),
        listed(
            "the version before, the free one, the board game, what they showed in spring, the one by the same studio"
        ),
        _parts(
            "the interface: clean, elegant, self-explanatory / cluttered, ugly, bewildering",
            "the difficulty: fair, well balanced, motivating / punishing, erratic, unfair",
            "the story: absorbing, touching, surprising / hackneyed, dull, incoherent",
            "the loading time: short, barely noticeable, quick / endless, ridiculous, annoying",
            "the multiplayer mode: hilarious, smooth, addictive / laggy, deserted, broken",
            "the artwork: gorgeous, imaginative, hand-crafted / garish, generic, blurry",
            "the tutorial: helpful, playful, to the point / patronising, long-winded, confusing",
            "the pricing: honest, reasonable, transparent / greedy, sneaky, outrageous",
        ),
        listed(
            "I played it for about twelve hours, I installed it on Sunday, My daughter showed it to me, "
            "It takes two gigabytes, I tried it on the train, We play it on Thursdays, It was on sale"
        ),
        listed("playing it, installing it"),
    ),
    Topic(
        listed("the course, this workshop, the evening class, the online course, the seminar, the cooking class"),
        listed(
            "the one I took in spring, the beginners' course, last year's class, the free lecture, the "
            "book of the course"
        ),
        _parts(
            "the teacher: inspiring, patient, well prepared / bored, arrogant, disorganised",
            "the material: up to date, well structured, practical / outdated, shallow, chaotic",
            "the pace: comfortable, lively, well judged / frantic, glacial, uneven",
            "the group: supportive, curious, cheerful / sullen, oversized, noisy",
            "the homework: challenging, fun, useful / pointless, trivial, monotonous",
            "the feedback: detailed, encouraging, honest / vague, harsh, late",
        ),
        listed(
            "It ran for eight weeks, We met on Monday evenings, My employer paid for it, There were "
            "fourteen of us, I had some experience already, It took place in the old school, I missed one "
            "session"
        ),
        listed("taking it, joining it"),
    ),
)
