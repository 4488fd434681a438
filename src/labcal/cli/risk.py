"""Commands on one result: risk, round."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal

from labcal.cli.usage import DONE, add, number
from labcal.domain.conformity import RULES, Limits, rule_statement
from labcal.domain.risk import Answer, Question, assess
from labcal.domain.rounding import RoundingPolicy
from labcal.domain.shown import plain
from labcal.services.risk import risk_json, round_result
from labcal.text import Text, mark

VERDICTS = {
    "pass": mark("pass"),
    "fail": mark("fail"),
    "conditionalPass": mark("conditional pass"),
    "conditionalFail": mark("conditional fail"),
    "noPass": mark("cannot be stated: nothing could be accepted"),
    "noFail": mark("cannot be stated: nothing could be rejected"),
}


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the terminal's."""
    risk = add(commands, "risk", _risk, "conformance probability, verdict and risks (JCGM 106)")
    risk.set_defaults(parser=risk)
    risk.add_argument("--value", type=number, required=True, metavar="Y")
    risk.add_argument("--standard-uncertainty", type=number, required=True, metavar="U")
    risk.add_argument("--lower", type=number, metavar="L")
    risk.add_argument("--upper", type=number, metavar="H")
    risk.add_argument("--rule", choices=tuple(RULES), default="simple")
    risk.add_argument("--r", type=number, metavar="R", help="guard band w = R U, for the rule r-u")
    risk.add_argument("--k", type=number, default=Decimal(2), help="coverage factor, U = k u")
    risk.add_argument("--grade", default="", metavar="CLASS", help="accuracy class, for the rule r111")
    risk.add_argument("--process-mean", type=number, metavar="M", help="default: middle of both limits")
    risk.add_argument("--process-sd", type=number, metavar="S", help="asks for the global risks")
    policies = tuple(policy.value for policy in RoundingPolicy)
    rounding = add(commands, "round", _round, "report a result (GUM 7.2.6, ILAC-P14)")
    rounding.add_argument("value", metavar="VALUE")
    rounding.add_argument("uncertainty", metavar="UNCERTAINTY")
    rounding.add_argument("--digits", type=int, default=2, help="significant digits of the uncertainty")
    rounding.add_argument("--policy", choices=policies, default=RoundingPolicy.NEAREST.value)


def _risk(options: argparse.Namespace, text: Text) -> int:
    _refuse_usage(options, text)
    limits = Limits(lower=options.lower, upper=options.upper, unit="1", grade=options.grade)
    answer = assess(
        Question(
            value=options.value,
            standard_uncertainty=options.standard_uncertainty,
            limits=limits,
            rule=options.rule,
            k=options.k,
            ratio=Decimal(1) if options.r is None else options.r,
            process_mean=options.process_mean,
            process_deviation=options.process_sd,
        )
    )
    if options.json:
        print(json.dumps(risk_json(answer), ensure_ascii=False, allow_nan=False))
    else:
        _tell(answer, text)
    return DONE


def _refuse_usage(options: argparse.Namespace, text: Text) -> None:
    """End with wrong usage where options are missing or do not go together."""
    if options.lower is None and options.upper is None:
        options.parser.error(text(mark("give --lower or --upper, or both.")))
    if (options.r is None) == (options.rule == "r-u"):
        options.parser.error(text(mark("--r belongs to the rule r-u, which needs it.")))
    if options.process_mean is not None and options.process_sd is None:
        options.parser.error(text(mark("--process-mean needs --process-sd.")))


def _tell(answer: Answer, text: Text) -> None:
    verdict, zone, whole = answer.verdict, answer.zone, answer.whole
    print(text(mark("Verdict: {verdict}"), verdict=text(VERDICTS[verdict.outcome.value])))
    statement = text(rule_statement(verdict.rule))
    print(text(mark("Rule {rule}: {statement}"), rule=verdict.rule, statement=statement))
    if zone.is_empty:
        print(text(mark("Accepted between: no acceptance zone")))
    else:
        ends = (plain(end, 12) if end is not None else "–" for end in (zone.lower, zone.upper))
        print(text(mark("Accepted between: {ends}"), ends=" … ".join(ends)))
    rows = [
        (mark("Conformance probability: {p}"), answer.conformance_probability),
        (mark("Specific risk of false acceptance: {p}"), answer.specific_false_accept),
    ]
    if whole is not None:
        rows += [
            (mark("Global risk of false acceptance: {p}"), whole.false_accept),
            (mark("Global risk of false rejection: {p}"), whole.false_reject),
        ]
        if whole.conditional_false_accept is not None:
            rows.append((mark("Nonconforming among accepted: {p}"), whole.conditional_false_accept))
    for says, probability in rows:
        print(text(says, p=plain(probability)))


def _round(options: argparse.Namespace, text: Text) -> int:
    printed = round_result(
        options.value, options.uncertainty, digits=options.digits, policy=RoundingPolicy(options.policy)
    )
    told = json.dumps(printed.as_json(), ensure_ascii=False)
    print(told if options.json else printed.text)
    return DONE
