"""The columns of the kinds of records that come from tables: their names, and what each one holds."""

from __future__ import annotations

from dataclasses import dataclass

from labcal.text import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of one kind of record.

    Attributes:
        name: What files, scripts and the mapping call it.
        title: Its heading, marked; any language's heading is recognised.
        about: What it holds, marked.
        aliases: Other headings that are seen in the field, in any language.
        needed: Whether no record can do without it.
        takes_unit: Whether its heading may name the unit of its numbers.
    """

    name: str
    title: str
    about: str = ""
    aliases: tuple[str, ...] = ()
    needed: bool = False
    takes_unit: bool = False


def _number(example: str) -> Column:
    return Column(
        name="number",
        title=mark("Number"),
        about=mark("The number in the book; left empty, the next one is given."),
        aliases=("No", "Nr", "N°", "ID", example),
    )


SERIAL = Column(
    name="serial",
    title=mark("Serial number"),
    aliases=(
        "Serial",
        "Serial no",
        "S/N",
        "SN",
        "N° de série",
        "No de serie",
        "Seriennummer",
        "Número de serie",
    ),
)
MANUFACTURER = Column(
    name="manufacturer",
    title=mark("Manufacturer"),
    aliases=("Maker", "Make", "Brand", "Fabricant", "Marque", "Hersteller", "Fabricante"),
)
MODEL = Column(name="model", title=mark("Model"), aliases=("Type", "Modèle", "Typ", "Modell", "Modelo"))
GRADE = Column(
    name="grade",
    title=mark("Accuracy class"),
    aliases=("Class", "Grade", "Classe", "Klasse", "Genauigkeitsklasse", "Clase"),
)
FIRMWARE = Column(name="firmware", title=mark("Firmware"), aliases=("Software", "Version", "Logiciel"))
CRITERIA = Column(
    name="criteria",
    title=mark("Acceptance criteria"),
    about=mark("What the result of a calibration is held against."),
    aliases=("Criteria", "Limits", "MPE", "EMT", "Critères"),
)
FIGURES = Column(
    name="figures",
    title=mark("Figures for limits"),
    about=mark("What limits depend on beside the nominal value, such as e = 5 g; Max = 15 kg."),
    aliases=("Figures", "Scale interval", "Échelon"),
)
CERTIFICATE = Column(
    name="certificate",
    title=mark("Certificate"),
    aliases=("Certificate number", "Certificate no", "N° de certificat", "Zertifikat", "Certificado"),
)
LABORATORY = Column(
    name="laboratory",
    title=mark("Laboratory"),
    about=mark("Who issued the certificate."),
    aliases=("Lab", "Calibrated by", "Issued by", "Laboratoire", "Labor", "Laboratorio"),
)
DUE = Column(
    name="due",
    title=mark("Due on"),
    about=mark("The last day of use on the strength of that calibration."),
    aliases=("Due", "Due date", "Next calibration", "Valid until", "Échéance", "Fällig", "Vence"),
)
CALIBRATED = (
    "Calibrated on",
    "Calibration date",
    "Date of calibration",
    "Last calibration",
    "Étalonné le",
    "Date d'étalonnage",
    "Kalibrierdatum",
    "Fecha",
)

CUSTOMERS = (
    _number("Customer number"),
    Column(
        name="name",
        title=mark("Name"),
        aliases=("Customer", "Company", "Client", "Firma", "Kunde", "Raison sociale", "Cliente"),
        needed=True,
    ),
    Column(name="street", title=mark("Street"), aliases=("Address", "Adresse", "Rue", "Straße", "Dirección")),
    Column(
        name="post_code",
        title=mark("Post code"),
        aliases=("Postcode", "ZIP", "ZIP code", "Postal code", "Code postal", "PLZ", "Postleitzahl"),
    ),
    Column(name="city", title=mark("City"), aliases=("Town", "Ville", "Ort", "Stadt", "Ciudad")),
    Column(
        name="country",
        title=mark("Country"),
        about=mark("The two letters of its code, such as GH or NZ."),
        aliases=("Country code", "Pays", "Land", "País"),
    ),
    Column(name="email", title=mark("E-mail"), aliases=("Email", "Mail", "Courriel", "Correo")),
    Column(name="phone", title=mark("Telephone"), aliases=("Phone", "Tel", "Téléphone", "Telefon")),
)

INSTRUMENTS = (
    _number("Instrument number"),
    Column(
        name="customer_number",
        title=mark("Customer number"),
        about=mark("The number of the owner in the book."),
        aliases=("Customer no", "Client no", "N° de client", "Kundennummer"),
    ),
    Column(
        name="customer",
        title=mark("Customer"),
        about=mark("The owner, by name; left empty, it is the laboratory's own."),
        aliases=("Owner", "Client", "Propriétaire", "Kunde", "Eigentümer", "Cliente"),
    ),
    Column(
        name="name",
        title=mark("Item"),
        aliases=("Name", "Instrument", "Description", "Désignation", "Bezeichnung", "Gerät", "Nombre"),
        needed=True,
    ),
    MANUFACTURER,
    MODEL,
    SERIAL,
    Column(
        name="mark",
        title=mark("Mark"),
        about=mark("The owner's or the laboratory's identification on it; this or the serial number."),
        aliases=("Tag", "Asset", "Asset number", "Inventory number", "ID number", "Identification", "Repère"),
    ),
    Column(
        name="nominal",
        title=mark("Nominal value"),
        about=mark("Number and unit, such as 10 kg; the unit may stand in the heading instead."),
        aliases=("Nominal", "Capacity", "Range", "Valeur nominale", "Portée", "Nennwert", "Valor nominal"),
        needed=True,
        takes_unit=True,
    ),
    GRADE,
    FIRMWARE,
    CRITERIA,
    FIGURES,
)

STANDARDS = (
    _number("Standard number"),
    Column(name="name", title=mark("Standard"), aliases=("Name", "Item", "Étalon", "Normal"), needed=True),
    Column(
        name="identification",
        title=mark("Identification"),
        about=mark("The laboratory's own mark on it; rows that share it are certificates of one standard."),
        aliases=("Mark", "Tag", "Repère", "Kennzeichen"),
        needed=True,
    ),
    GRADE,
    MANUFACTURER,
    MODEL,
    SERIAL,
    FIRMWARE,
    CRITERIA,
    Column(name=CERTIFICATE.name, title=CERTIFICATE.title, aliases=CERTIFICATE.aliases, needed=True),
    LABORATORY,
    Column(name="calibrated", title=mark("Calibrated on"), aliases=CALIBRATED, needed=True),
    Column(name="due", title=DUE.title, about=DUE.about, aliases=DUE.aliases, needed=True),
    Column(
        name="value",
        title=mark("Value"),
        about=mark("The certified value with its unit, such as 10.000 05 kg."),
        aliases=("Conventional value", "Certified value", "Valeur", "Wert", "Valor"),
        needed=True,
        takes_unit=True,
    ),
    Column(
        name="expanded",
        title=mark("Expanded uncertainty U"),
        aliases=("U", "Uncertainty", "Expanded uncertainty", "Incertitude", "Unsicherheit", "Incertidumbre"),
        needed=True,
        takes_unit=True,
    ),
    Column(name="k", title=mark("Coverage factor k"), about=mark("2 where left empty."), aliases=("k",)),
    Column(
        name="drift",
        title=mark("Drift"),
        about=mark("Half-width within which the value may have drifted since."),
        aliases=("Dérive",),
        takes_unit=True,
    ),
)

PEOPLE = (
    Column(
        name="name",
        title=mark("Name"),
        aliases=("Person", "Full name", "Employee", "Nom", "Nom complet", "Nombre"),
        needed=True,
    ),
    Column(
        name="role",
        title=mark("Position"),
        about=mark("What the person is called, such as Technician; it gives no right."),
        aliases=("Function", "Role", "Job title", "Fonction", "Poste", "Funktion", "Cargo"),
    ),
)

CALIBRATIONS = (
    Column(
        name="item",
        title=mark("Item number"),
        about=mark("The number of the instrument or of the standard in the book."),
        aliases=("Item", "Instrument", "Instrument number", "Number", "Standard"),
    ),
    Column(
        name="serial",
        title=SERIAL.title,
        about=mark("In the place of the number, where only one instrument bears it."),
        aliases=SERIAL.aliases,
    ),
    MANUFACTURER,
    Column(name="date", title=mark("Date"), aliases=CALIBRATED, needed=True),
    CERTIFICATE,
    LABORATORY,
    DUE,
    Column(
        name="result",
        title=mark("Result"),
        about=mark("As the certificate states it."),
        aliases=("Value", "Résultat", "Ergebnis", "Resultado"),
    ),
    Column(
        name="expanded",
        title=mark("Expanded uncertainty U"),
        aliases=("U", "Uncertainty", "Incertitude", "Unsicherheit", "Incertidumbre"),
        takes_unit=True,
    ),
    Column(name="adjustment", title=mark("Adjustment"), aliases=("Adjusted", "Ajustage", "Justierung")),
    CRITERIA,
    Column(
        name="conformity",
        title=mark("Conformity"),
        about=mark("Pass or fail; left empty, it is not stated."),
        aliases=("Verdict", "Pass/fail", "Decision", "Conformité", "Konformität"),
    ),
)
