"""Names of the months, as dates in words have them: whole, or their first letters."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping

# A name has several forms in some languages: as it stands alone, and in a date. They have a stroke between them.
_USUAL = """
January February March April May June July August September October November December
Januar/Jänner Februar/Feber März/Maerz April Mai Juni Juli August September Oktober November Dezember
"""
_FURTHER = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
januar februar mars april mai juni juli august september oktober november desember
Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember
styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca lipiec/lipca sierpień/sierpnia \
wrzesień/września październik/października listopad/listopada grudzień/grudnia
leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července srpen/srpna září \
říjen/října listopad/listopadu prosinec/prosince
január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla august/augusta \
september/septembra október/októbra november/novembra december/decembra
januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija avgust/avgusta \
september/septembra oktober/oktobra november/novembra december/decembra
siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja lipanj/lipnja srpanj/srpnja \
kolovoz/kolovoza rujan/rujna listopad/listopada studeni/studenoga prosinac/prosinca
januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta toukokuu/toukokuuta \
kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta lokakuu/lokakuuta marraskuu/marraskuuta \
joulukuu/joulukuuta
jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės birželis/birželio liepa/liepos \
rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio lapkritis/lapkričio gruodis/gruodžio
január február március április május június július augusztus szeptember október november december
Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа \
сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря
січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня \
серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня
януари февруари март април май юни юли август септември октомври ноември декември
Ιανουάριος/Ιανουαρίου Φεβρουάριος/Φεβρουαρίου Μάρτιος/Μαρτίου Απρίλιος/Απριλίου Μάιος/Μαΐου Ιούνιος/Ιουνίου \
Ιούλιος/Ιουλίου Αύγουστος/Αυγούστου Σεπτέμβριος/Σεπτεμβρίου Οκτώβριος/Οκτωβρίου Νοέμβριος/Νοεμβρίου \
Δεκέμβριος/Δεκεμβρίου
"""
_SHORTEST = 3  # letters


def month_named(word: str) -> int | None:
    """The month, 1 to 12, of a name or its first letters in a European language; None for no month, or for several.

    What English or German names so is that: Mar is March, though marraskuu is November.

    >>> [month_named(word) for word in ("Mar", "März", "marraskuuta", "lipca", "Decade", "ma")]
    [3, 3, 11, 7, None, None]
    >>> month_named("listopada") is None  # November in Polish, October in Croatian
    True
    """
    plain = _folded(word)
    found = (names[plain] for names in (_USUAL_BEGINNINGS, _FURTHER_NAMES, _FURTHER_BEGINNINGS) if plain in names)
    months = next(found, set())
    return next(iter(months)) if len(months) == 1 else None


def _folded(word: str) -> str:
    """A name without case and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _names(table: str) -> Mapping[str, set[int]]:
    """The months that each name means, in whichever language."""
    months: dict[str, set[int]] = defaultdict(set)
    for line in table.strip().splitlines():
        for number, forms in enumerate(line.split(), start=1):
            for name in forms.split("/"):
                months[_folded(name)].add(number)
    return dict(months)


def _beginnings(names: Mapping[str, set[int]]) -> Mapping[str, set[int]]:
    """The months of each beginning of a name, the whole one among them."""
    months: dict[str, set[int]] = defaultdict(set)
    for name, numbers in names.items():
        for length in range(_SHORTEST, len(name) + 1):
            months[name[:length]] |= numbers
    return dict(months)


_FURTHER_NAMES = _names(_FURTHER)
_USUAL_BEGINNINGS, _FURTHER_BEGINNINGS = _beginnings(_names(_USUAL)), _beginnings(_FURTHER_NAMES)
