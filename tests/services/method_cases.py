"""Each command on procedures of the laboratory's own that can be undone: what stands before it, and how."""

from labcal.catalog.procedures import procedure_bytes
from labcal.services.methods import (
    ApproveProcedure,
    DropProcedure,
    ReviseProcedure,
    WithdrawProcedure,
    WriteProcedure,
)

MASS = "mass/substitution"
BODY = procedure_bytes(MASS).decode()
SECOND = BODY.replace("version = 1\n", "version = 2\n").replace('lowest = "5 kg"', 'lowest = "4 kg"', 1)
OWN = BODY.replace(f'id = "{MASS}"', 'id = "mass/own"')
REVISE = ReviseProcedure(body=SECOND, reason="Better figures")
WRITE = WriteProcedure(body=OWN, reason="A customer asks for it")


def waiting(lab):
    """Have Bo write the second version, and return the journal line that holds it."""
    return lab.do("Bo", REVISE).entry


METHODS = {
    WriteProcedure: lambda lab: WRITE,
    ReviseProcedure: lambda lab: REVISE,
    DropProcedure: lambda lab: DropProcedure(procedure=MASS, seen=waiting(lab)),
    ApproveProcedure: lambda lab: ApproveProcedure(procedure=MASS, edition=2, seen=waiting(lab)),
    WithdrawProcedure: lambda lab: WithdrawProcedure(procedure=MASS, reason="The balance is gone"),
}
