"""Headings of the column with the client whom a project is for."""

from __future__ import annotations

from planner.exchange.headings.folding import words_of

WORDS = words_of("""
en: client, client name, customer, customer name, account customer, company
de: Kunde, Kundin, Auftraggeber, Kundenname, Mandant
fr: Client, Nom du client
es: Cliente
it: Cliente
pt: Cliente
nl: Klant, Opdrachtgever
pl: Klient
sv: Kund
da: Kunde
nb: Kunde
fi: Asiakas
cs: Zákazník, Klient
sk: Zákazník, Klient
ru: Клиент, Заказчик
uk: Клієнт
tr: Müşteri
hu: Ügyfél
el: Πελάτης
ro: Client
hr: Kupac, Klijent
vi: Khách hàng
eu: Bezeroa
zh: 客户
ja: 得意先, 顧客, クライアント
ko: 고객
ca: Client
sl: Stranka
eo: Kliento
id: Pelanggan, Klien
he: לקוח
ar: الزبون, العميل
fa: مشتری
zh-TW: 客戶
""")
