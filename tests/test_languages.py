"""Which language a text in Latin letters is in, and with it a site whose pages do not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbgen.text.functionwords import written_in
from kit import built, elements, write

TEXTS = {
    "en": "This page is about the people who read for us, and about what they found in the books and talks of the year. "
    "It is not a list of all that was said, but of what they took from it, and why it matters for those who were not there.",
    "de": "Auf dieser Seite steht, was die Gruppe im letzten Jahr gelesen hat und was sie von den einzelnen Büchern hält. Es ist "
    "nicht die Liste aller Titel, sondern eine Auswahl, die sich an alle richtet, die mit dem Thema noch nicht vertraut sind.",
    "fr": "Cette page dit ce que le groupe a lu dans l'année et ce qu'il pense des livres. Ce n'est pas la liste de tous les "
    "titres, mais un choix qui est fait pour ceux qui ne sont pas encore au fait du sujet, avec des liens vers les sources.",
    "es": "En esta página está lo que el grupo ha leído durante el año y lo que piensa de los libros. No es la lista de todos los "
    "títulos, sino una selección para las personas que no conocen el tema, con enlaces a las fuentes y a sus autores.",
    "pt": "Esta página diz o que o grupo leu durante o ano e o que pensa dos livros. Não é a lista de todos os títulos, mas uma "
    "escolha para as pessoas que ainda não conhecem o tema, com ligações para as fontes e para os seus autores em cada página.",
    "it": "In questa pagina c'è quello che il gruppo ha letto durante l'anno e quello che pensa dei libri. Non è la lista di tutti "
    "i titoli, ma una scelta per le persone che non conoscono il tema, con i collegamenti alle fonti e agli autori di ogni testo.",
    "nl": "Op deze pagina staat wat de groep in het afgelopen jaar heeft gelezen en wat zij van de boeken vindt. Het is niet de lijst "
    "van alle titels, maar een keuze voor wie het onderwerp nog niet kent, met links naar de bronnen en naar hun schrijvers.",
    "sv": "På den här sidan står det vad gruppen har läst under året och vad den tycker om böckerna. Det är inte en lista över alla "
    "titlar, men ett urval för dem som inte kan ämnet än, med länkar till källorna och till dem som har skrivit texterna.",
    "pl": "Na tej stronie jest to, co grupa czytała w tym roku, oraz to, co o tych książkach myśli. Nie jest to lista wszystkich "
    "tytułów, ale wybór dla osób, które nie znają jeszcze tematu, z odnośnikami do źródeł i do ich autorów na każdej stronie.",
    "tr": "Bu sayfada grubun bu yıl okuduğu kitaplar ve bu kitaplar için ne düşündüğü var. Bu bir liste değil, konuyu daha önce "
    "bilmeyen kişiler için bir seçimdir ve her kaynak için bir bağlantı da var, çok uzun olan metinler ise sonra gelir.",
    "id": "Di halaman ini ada buku yang dibaca oleh kelompok dalam tahun ini dan apa yang mereka pikirkan tentang buku itu. Ini tidak "
    "adalah daftar semua judul, tetapi pilihan untuk orang yang tidak tahu tema ini, dengan tautan ke sumber dan ke penulis.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_words_between_tell_the_language(language: str) -> None:
    assert written_in(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ".join(TEXTS["de"].split()[:30]),
        " ".join((TEXTS["de"], TEXTS["fr"])),
        "OpenAI Anthropic DeepMind Mistral Cohere Nvidia " * 20,
        "lenqui fi alsami ontoon depmorbra mipolzu lokabra tinbravi " * 20,
        "我们读过的文章" * 40,
    ],
    ids=["empty", "short", "mixed", "names", "no language", "another script"],
)
def test_what_tells_no_language(text: str) -> None:
    assert written_in(text) == ""


@pytest.mark.parametrize(
    ("language", "search"), [("de", "Suche"), ("pt", "Pesquisar"), ("nl", "Search"), ("en", "Search")]
)
def test_a_site_is_in_the_language_of_its_texts(tmp_path: Path, language: str, search: str) -> None:
    first, _, second = TEXTS[language].partition(". ")
    pages = {f"kb/{number}.md": f"# {number}\n\n{text}\n" for number, text in enumerate((first, second))}
    built(write(tmp_path / "p", pages), tmp_path / "out")
    html = (tmp_path / "out/search.html").read_text("utf-8")
    assert elements(html)[0].attrs == [("lang", language)]
    assert f"<h1>{search}</h1>" in html


def test_the_language_of_a_work_is_not_that_of_its_summary(tmp_path: Path) -> None:
    """`lang: en` above a text in Japanese is what the work that it sums up is in."""
    japanese, german = "織機についての記事を読んで、わかったことをまとめる。" * 3, TEXTS["de"]
    pages = {name: f"---\nlang: en\n---\n# {name}\n\n{text}\n" for name, text in (("a", japanese), ("b", german))}
    built(write(tmp_path / "p", {f"kb/{name}.md": text for name, text in pages.items()}), tmp_path / "out")
    said = {name: elements((tmp_path / f"out/{name}.html").read_text("utf-8"))[0].attrs for name in pages}
    assert said == {"a": [("lang", "ja")], "b": [("lang", "en")]}


def test_what_rules_say_is_said_to_be_english(tmp_path: Path) -> None:
    """The page of health is in the language of the site, but no finding is: read with its voice, none is understood."""
    for language, tag in (("zh", '<bdi lang="en">'), ("en", "<bdi>")):
        files = {"kbgen.toml": f'[site]\nlang = "{language}"\n', "kb/a.md": "# A\n\n[[missing]]\n"}
        built(write(tmp_path / language, files), tmp_path / f"{language}-out")
        html = (tmp_path / f"{language}-out/-/health.html").read_text("utf-8")
        assert f"{tag}A link names a page that nobody has written.</bdi>" in html
        assert f"{tag}no page is called" in html
        assert f"{tag.replace('bdi', 'dd')}A page whose date for a review has passed.</dd>" in html
