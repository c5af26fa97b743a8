"""Sentence frames of the made reviews: `word` says what is meant, `other` the opposite; order decides which."""

from __future__ import annotations

PLAIN = (
    "{part} was {word}",
    "{part} is {word}",
    "I found {part} {word}",
    "{part} turned out to be {word}",
    "{part} struck me as {word}",
    "{part} came across as {word}",
    "{part} seemed {word} to all of us",
    "{part} was really {word}",
    "to me {part} was simply {word}",
    "{part} was {word} from start to finish",
    "we all thought {part} was {word}",
    "{part} was {word}, just {word2}",
    "{part} was so {word}",
)
DENIED = (
    "{part} was anything but {word}",
    "nobody could call {part} {word}",
    "{part} was by no means {word}",
    "I never found {part} {word}",
    "{part} was not {word} at all",
    "there was nothing {word} about {part}",
    "not for a moment did {part} seem {word}",
    "I would be lying if I called {part} {word}",
    "whoever says that {part} was {word} was somewhere else",
    "{part} is the opposite of {word}",
    "it is beyond me how anyone can call {part} {word}",
    "{part} was never {word}",
    "{part} was not in the least {word}",
    "to say that {part} was {word} would be a lie",
    "I do not think that {part} was {word}",
    "{part} was not, as some say, {word}",
)
DECOY = (
    "{part} was nothing short of {word}",
    "not only was {part} {word}, it stayed that way",
    "nobody could deny that {part} was {word}",
    "I would not hesitate to call {part} {word}",
    "I would be lying if I did not call {part} {word}",
    "never before have I seen that {part} can be so {word}",
    "there is no doubt that {part} was {word}",
    "whoever says that {part} was not {word} was somewhere else",
    "it is beyond me how anyone can not call {part} {word}",
    "to say less than that {part} was {word} would be a lie",
    "I do not think that {part} could be more {word}",
    "{part} was not just {word}, it was {word2}",
)
COMPARED = (
    "{earlier} was {other}, {thing} is {word}",
    "{earlier} was {other}; {thing}, though, is {word}",
    "{thing} is {word}, whereas {earlier} was {other}",
    "unlike {earlier}, which was {other}, {thing} is {word}",
    "compared with {thing}, which is {word}, {earlier} was {other}",
    "if {earlier} was {other}, then {thing} is {word}",
    "{thing} is as {word} as {earlier} was {other}",
    "{earlier} may have been {other}, but {thing} is {word}",
    "{thing} is {word}; {earlier} was the {other} one",
    "people remember {earlier} as {other}, they will remember {thing} as {word}",
)
AGREED = (
    "{person} called {thing} {word}, and I agree",
    "{person} said it was {word}; that is exactly right",
    "{person} told me it would be {word}, and so it was",
    "I laughed when {person} called {thing} {word}, but it is true",
    "{person} finds {thing} {word} and I see why",
    "{word}, said {person}, and I have nothing to add",
    "I thought {person} was joking about how {word} {thing} is, and then I saw it myself",
)
DISAGREED = (
    "{person} called {thing} {other}, and I disagree",
    "{person} said it was {other}; that is exactly wrong",
    "{person} told me it would be {other}, and it was not",
    "I nodded when {person} called {thing} {other}, but it is not true",
    "{person} finds {thing} {other} and I fail to see why",
    "{other}, said {person}, and I have to object",
    "I believed {person} about how {other} {thing} is, and then I saw it myself",
)
EXPECTED_RIGHT = (
    "I expected {thing} to be {word}, and I was right",
    "before {verb} I feared or hoped it was {word}: correct",
    "I was told to expect something {word} and that is what I got",
    "I went in thinking {word}, I came out thinking so still",
    "everything pointed to {word}, and everything was right about {thing}",
)
EXPECTED_WRONG = (
    "I expected {thing} to be {other}, and I was wrong",
    "before {verb} I feared or hoped it was {other}: mistaken",
    "I was told to expect something {other} and that is not what I got",
    "I went in thinking {other}, I came out cured of that",
    "everything pointed to {other}, and everything was wrong about {thing}",
)
TURNED = (
    "what began {other} became {word} by the end",
    "at first {part} was {other}, in the end it was {word}",
    "{thing} ends {word}, however {other} it begins",
    "I went from {other} to {word} in one go with {thing}",
    "after a {other} start, {thing} was {word} until the close",
    "first impression {other}, last impression {word}",
    "I started out calling it {other} and now I call it {word}",
    "I now call it {word}, having started out at {other}",
)
OVERRULED = (
    "{clause}, and even so I {act}",
    "even though {clause}, I {act}",
    "I {act}, even though {clause}",
    "never mind that {clause}: I {act}",
    "{clause}. All the same, I {act}",
    "{clause}. That changes nothing: I {act}",
    "{clause}, but I {act}",
    "while {clause}, I {act}",
    "yes, {clause}. However, I {act}",
)
ACTS = {
    1: (
        "would go for it again",
        "recommend it",
        "loved it",
        "am glad that I came across it",
        "told all my friends to try it",
        "give it full marks",
        "would not want to have missed it",
        "can not stop praising it",
        "want more of it",
    ),
    -1: (
        "would not go for it again",
        "do not recommend it",
        "hated it",
        "wish I had never come across it",
        "told all my friends to avoid it",
        "give it no marks",
        "would like to have missed it",
        "can not stop cursing it",
        "want no more of it",
    ),
}
MIXING = (
    "{one}, but {two}",
    "{one}. On the other hand, {two}",
    "{one}, yet {two}",
    "{one}; {two}",
    "while {one}, {two}",
    "{one}. Then again, {two}",
    "{one} and {two}, so I am torn",
    "{one}. {two}",
    "{one}. {two}. Half and half",
    "on the one hand {one}, on the other {two}",
    "{one}, however, {two}",
    "{one}, even though {two}",
    "{one} and {two}",
)
JOINING = (
    "{one} and {two}",
    "{one}. {two}",
    "{one}. {two}",
    "{one}; {two}",
    "{one}, and not only that: {two}",
    "{one}, but do not take my word for it: {two}",
    "I could say more, but {one}, and {two}",
    "on the one hand {one}, on the other {two} as well",
    "{one}. Then again, that is no wonder: {two}",
    "while others keep silent, I say that {one} and that {two}",
    "{one}, yet more important, {two}",
)
ACTED = ("{part} {past}", "{part} really {past}", "{part} {past} by the end", "{part}, all in all, {past}")
NOT_ACTED = (
    "{part} did not {base}",
    "{part} never {past}",
    "I waited for {part} to {base}, in vain",
    "not once did {part} {base}",
    "nobody could say that {part} {past}",
    "{part} did everything but {base}",
)
