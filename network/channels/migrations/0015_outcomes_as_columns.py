"""Store which case's outcome answered a report, and what shows that a fake was taken down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Until now the sentence itself was stored; the name of the agency stands between its two halves.
SENTENCES = {
    "impersonation": ("Đã xác nhận: trang này mạo danh ", ". Cổng đang cảnh báo người dân."),
    "similar": ("Trang có tên tương tự ", " nhưng không mạo danh."),
    "old_page": ("Đây là trang cũ của ", " chưa đóng. Cơ quan đang xử lý."),
    "not_ours": ("Trang không phải của ", ", cũng không mạo danh."),
    "no_breach": ("Cán bộ đã xem trang và không thấy vi phạm nào đối với ", "."),
}
IS_SENTENCE = " OR ".join(f"r.answer LIKE '{a}%{b}'" for a, b in SENTENCES.values())
SENTENCE = " ".join(
    f"WHEN '{outcome}' THEN '{a}' || a.name || '{b}'" for outcome, (a, b) in SENTENCES.items()
)
# Evidence that a page is gone must be newer than this upgrade, as no earlier moment is known.
MOMENTS = """
UPDATE channels_case SET seen_online_at = now() WHERE state IN ('confirmed', 'gone');
UPDATE channels_case SET gone_at = now() WHERE state = 'gone';
"""
# A case that was reopened after its agency was renamed has left reports answered: they wait again.
FORWARD = f"""
UPDATE channels_fakereport r SET answer = '', closed_at = NULL, closed_by_id = NULL
    FROM channels_case c WHERE c.id = r.case_id AND r.erased_at IS NULL AND c.outcome = ''
    AND ({IS_SENTENCE});
UPDATE channels_fakereport r SET answer = '', answered_by_case_id = r.case_id
    FROM channels_case c WHERE c.id = r.case_id AND r.erased_at IS NULL AND c.outcome <> ''
    AND ({IS_SENTENCE});
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
BACKWARD = f"""
UPDATE channels_fakereport r SET answered_by_case_id = NULL, case_id = c.id,
    answer = CASE c.outcome {SENTENCE} END
    FROM channels_case c JOIN agencies_agency a ON a.id = c.agency_id
    WHERE c.id = r.answered_by_case_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0017_name_the_collections'),
        ('channels', '0014_pictures_of_confirmations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='fakereport',
            name='fake_report_closed_with_an_answer',
        ),
        migrations.RemoveConstraint(
            model_name='fakereport',
            name='fake_report_erased_as_a_whole',
        ),
        migrations.AddField(
            model_name='case',
            name='gone_at',
            field=models.DateTimeField(null=True, verbose_name='taken down'),
        ),
        migrations.AddField(
            model_name='case',
            name='gone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted as taken down by'),
        ),
        migrations.AddField(
            model_name='case',
            name='gone_evidence',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.caseevidence'),
        ),
        migrations.AddField(
            model_name='case',
            name='seen_online_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='fakereport',
            name='answered_by_case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_reports', to='channels.case', verbose_name='answered by the outcome of'),
        ),
        migrations.RunSQL(MOMENTS + FORWARD, BACKWARD),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('confirmed', 'gone')), _negated=True), ('seen_online_at__isnull', False), _connector='OR'), name='case_proven_seen_online'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'gone'), models.Q(('gone_at', None), ('gone_by', None), ('gone_evidence', None)), _connector='OR'), name='case_gone_while_taken_down'),
        ),
        migrations.AddConstraint(
            model_name='fakereport',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', False), models.Q(('answer', ''), ('answered_by_case', None), ('closed_at', None)), models.Q(('answer', ''), ('answered_by_case__isnull', False), ('closed_at__isnull', False)), models.Q(('answered_by_case', None), ('closed_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='fake_report_closed_with_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='fakereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), models.Q(('url', ''), _negated=True), models.Q(('text', ''), _negated=True)), models.Q(('address_key', ''), ('answer', ''), ('answered_by_case', None), ('closed_at__isnull', False), ('erased_at__isnull', False), ('name', ''), ('picture', ''), ('text', ''), ('url', '')), _connector='OR'), name='fake_report_erased_as_a_whole'),
        ),
    ]
