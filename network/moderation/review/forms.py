"""Forms of the review desk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from network.core.dates import format_moment
from network.core.fields import LineField, TextField

from ..checklist import Answer, ItemAnswer
from ..earlier_answers import EarlierAnswers
from ..models import ChecklistItem
from ..page_parts import PART_LABELS

COMMENT_LENGTH = 4000
NOTE_LENGTH = 500


class PostedMove(StrEnum):
    """The values that the desk's buttons post as `move`."""

    APPRAISE = "appraise"
    # At the hour that the text names, at once if it names none.
    APPROVE = "approve"
    APPROVE_NOW = "approve_now"
    APPROVE_AT = "approve_at"
    RETURN = "return"
    PUBLISH_URGENTLY = "publish_urgently"
    APPRAISE_AFTERWARDS = "appraise_afterwards"
    FAIL_AFTERWARDS = "fail_afterwards"


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A checklist question with its two form fields."""

    number: int
    item: ChecklistItem
    answer: BoundField
    note: BoundField
    # When this person gave the prefilled answer; set if nothing it judges has changed since.
    kept_from: str = ""
    # The person's earlier answer, if the question must be answered again, as stored and in words.
    before_value: str = ""
    before: str = ""
    # The changed parts because of which the question is asked again.
    reasons: str = ""
    # Whether one press may answer it as before, together with the others.
    is_confirmable: bool = False
    # The agency's last note on why the question does not apply to such a page; prefilled.
    remembered: str = ""


class DecisionForm(forms.Form):
    """A posted decision: move, text read, comment, and the checklist where it applies.

    Only `move` is required here; the services check the rest, so that the rules are in one place.
    """

    move = forms.ChoiceField(choices=[(choice.value, choice.value) for choice in PostedMove])
    # The digest of the text on the screen, and the id of the last row of its log.
    seen = forms.CharField(required=False, max_length=64)
    last = forms.IntegerField(required=False, min_value=0)
    # The revision whose appraisal is owed.
    owed = forms.IntegerField(required=False, min_value=0)
    comment = TextField(required=False, max_length=COMMENT_LENGTH, rows=1)
    # The hour of publication that the approver sets.
    publish_at = forms.DateTimeField(
        required=False,
        label=_("Publish at"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[ChecklistItem] = (),
        earlier: EarlierAnswers | None = None,
        notes: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.earlier = items, earlier or EarlierAnswers()
        self.notes = {item.key: (notes or {}).get(item.key, "") for item in items if item.is_core}
        for item in items:
            kept = self.earlier.kept.get(item.key, ItemAnswer())
            self.fields[f"answer-{item.key}"] = forms.ChoiceField(
                label=item.label,
                choices=Answer.choices,
                required=False,
                initial=kept.answer,
                widget=forms.RadioSelect,
            )
            self.fields[f"note-{item.key}"] = LineField(
                label=_("Remark"),
                required=False,
                max_length=NOTE_LENGTH,
                initial=kept.note or self.notes.get(item.key, ""),
            )

    def questions(self) -> Iterator[ChecklistRow]:
        """Yield the checklist questions in order."""
        for number, item in enumerate(self.items, start=1):
            yield ChecklistRow(
                number,
                item,
                self[f"answer-{item.key}"],
                self[f"note-{item.key}"],
                kept_from=format_moment(self.earlier.at) if item.key in self.earlier.kept else "",
                before_value=self.earlier.asked_again.get(item.key, ItemAnswer()).answer,
                before=self._before(item.key),
                reasons=self._reasons(item.key),
                is_confirmable=item.key in self.earlier.confirmable,
                remembered=self.notes.get(item.key, ""),
            )

    def _before(self, key: str) -> str:
        said = self.earlier.asked_again.get(key)
        if said is None:
            return ""
        return " – ".join(filter(None, (str(Answer(said.answer).label), said.note)))

    def groups(self) -> dict[str, list[ChecklistRow]]:
        """Return the questions to answer as `asked`, and those whose earlier answer is `kept`.

        A kept answer with an error is asked.
        """
        groups: dict[str, list[ChecklistRow]] = {"asked": [], "kept": []}
        for row in self.questions():
            is_kept = row.kept_from and not row.answer.errors
            groups["kept" if is_kept else "asked"].append(row)
        return groups

    def _reasons(self, key: str) -> str:
        parts = self.earlier.reasons.get(key, frozenset())
        return ", ".join(str(label) for part, label in PART_LABELS.items() if part in parts)

    def answers(self) -> dict[str, ItemAnswer]:
        """Return the answers by question key. Call only on a valid form.

        A prefilled note says why a question does not apply, so it is left out of other answers.
        """
        given = {}
        for item in self.items:
            answer = self.cleaned_data[f"answer-{item.key}"]
            note = self.cleaned_data[f"note-{item.key}"]
            if answer != Answer.NOT_APPLICABLE and note == self.notes.get(item.key):
                note = ""
            given[item.key] = ItemAnswer(answer, note)
        return given

    def point_at(self, keys: Sequence[str]) -> None:
        """Add an error to each of the given questions: unanswered, answered NO, or without the note
        on why it does not apply."""
        sentences = {
            Answer.NO.value: _("“Does not meet it” blocks: return the page, or have it mended."),
            Answer.NOT_APPLICABLE.value: _("Say in the remark, in words, why it does not apply."),
        }
        for key in keys:
            given = self.cleaned_data.get(f"answer-{key}")
            self.add_error(f"answer-{key}", sentences.get(str(given), _("Answer this question.")))
