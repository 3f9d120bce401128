"""In which language a text is written is told by its little words, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeywork.engine.languages import LITTLE_WORDS, language_of

TEXTS = {
    "da": "Hvis der ikke er flere, skal du skrive til dem som har bestilt, at de kommer af sig selv.",
    "de": "Wenn die Rechnung nicht bezahlt ist, wird sie mit der Mahnung verschickt.",
    "en": "Rotate the keys of the provider, and tell it to the team when you are done.",
    "es": "Cuando el cliente no paga la factura, se envía un recordatorio con los datos.",
    "fi": "Jos tilaus ei ole valmis, niin se on myös kirjattava tähän.",
    "fr": "Les clés du fournisseur sont changées par deux personnes dans une salle.",
    "hu": "Ha a gép nem indul, akkor az áramot kell nézni, és ezt mindig kell.",
    "it": "Le chiavi del fornitore sono cambiate da due persone con una lista per il cliente.",
    "nl": "Als de klant niet betaalt, wordt er een herinnering naar het adres gestuurd.",
    "no": "Hvis varen ikke er på lager, skal du sende den med neste gang eller ringe.",
    "pt": "Quando o cliente não paga, envie uma carta com os dados da conta para o endereço.",
    "ro": "Dacă clientul nu plătește, se trimite o scrisoare cu datele din cont și pentru arhivă.",
    "ru": "Если клиент не платит, то это письмо идёт от нас и на его адрес.",
    "sv": "Om varan inte är på lager ska du skicka den med nästa gång eller ringa till oss.",
    "tr": "Ödeme yapılmadı ise müşteri için bir mektup ve bu liste daha sonra gönderilir.",
}


@pytest.mark.parametrize("language", LITTLE_WORDS)
def test_each_language_is_told_from_a_sentence(language: str) -> None:
    assert language_of(TEXTS[language], otherwise="??") == language


@pytest.mark.parametrize(
    "text", ["", "Rechnung korrigiert", "E0381 refundTotal()", "i = a + e + o + y", "the"]
)
def test_where_hardly_any_stands_nobody_can_tell(text: str) -> None:
    assert language_of(text, otherwise="??") == "??"


def test_code_in_a_text_changes_nothing() -> None:
    code = "def a(i, e, o):\n    return [x for x in a if x is not i]\n"
    assert language_of(f"Returns the first of the items that is not in it.\n{code * 20}",
                       otherwise="??") == "en"  # fmt: skip


def test_only_languages_that_come_into_question_are_told() -> None:
    assert language_of(TEXTS["de"], otherwise="??", among=("en", "fr")) == "??"
    assert (
        language_of("wie rotiere ich die keys", otherwise="en", among=("de", "en"), least=1) == "de"
    )


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert language_of(text, otherwise="en") in LITTLE_WORDS
