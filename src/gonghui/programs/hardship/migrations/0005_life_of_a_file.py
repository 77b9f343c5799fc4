import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hardship", "0004_projects_reliefs_and_campaigns"),
        ("members", "0002_consents"),
        ("notices", "0002_objection_decided_by_another"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(db_index=True, default=0, editable=False)),
                ("number", models.CharField(editable=False, max_length=32, unique=True, verbose_name="编号")),
                ("begun_on", models.DateField(editable=False, verbose_name="开始日期")),
                ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办结期限")),
                (
                    "days_left",
                    models.SmallIntegerField(blank=True, editable=False, null=True, verbose_name="剩余工作日"),
                ),
                (
                    "returned_from",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="退回前状态"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待接收"), ("accepted", "已接收"), ("declined", "已退回对方")],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("transfer_id", models.BigIntegerField(editable=False, unique=True, verbose_name="转出记录")),
                ("file_number", models.CharField(max_length=32, verbose_name="档案编号")),
                ("masked_name", models.CharField(max_length=50, verbose_name="申请人")),
                (
                    "file_state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "待入户核查"),
                            ("visited", "待信息比对"),
                            ("compared", "待公示"),
                            ("publicised", "公示与县级审核"),
                            ("reviewed", "待批准建档"),
                            ("on_file", "在档"),
                            ("returned", "退回补正"),
                            ("rejected", "不予通过"),
                            ("withdrawn", "已撤回"),
                            ("observing", "脱困观察"),
                            ("exited", "已脱困"),
                            ("cancelled", "已注销"),
                        ],
                        max_length=20,
                        verbose_name="档案状态",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("deep_difficulty", "深度困难"),
                            ("relative_difficulty", "相对困难"),
                            ("accidental_difficulty", "意外致困"),
                        ],
                        max_length=24,
                        verbose_name="困难类别",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("moved", "家庭迁居"), ("employer", "工作单位变动"), ("other", "其他")],
                        max_length=10,
                        verbose_name="转移原因",
                    ),
                ),
                ("grounds", models.CharField(max_length=500, verbose_name="情况说明")),
                ("answer", models.CharField(blank=True, editable=False, max_length=500, verbose_name="答复")),
            ],
            options={
                "verbose_name": "档案转入",
                "ordering": ["-begun_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ExitProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("observation", "转入脱困观察"), ("cancellation", "注销")],
                        max_length=12,
                        verbose_name="提议",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("out_of_difficulty", "根本脱困"),
                            ("guaranteed", "政府兜底保障"),
                            ("death", "死亡"),
                            ("retirement", "退休"),
                            ("departure", "调离"),
                            ("unqualified", "精准识别退出(不符合)"),
                        ],
                        max_length=20,
                        verbose_name="退出原因",
                    ),
                ),
                ("grounds", models.CharField(max_length=500, verbose_name="情况说明")),
                ("proposed_by", models.BigIntegerField(verbose_name="提议人")),
                ("proposed_on", models.DateField(verbose_name="提议日期")),
                ("decided_by", models.BigIntegerField(null=True, verbose_name="决定人")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                ("is_accepted", models.BooleanField(null=True, verbose_name="同意")),
                ("exited_by", models.BigIntegerField(null=True, verbose_name="批准退出人")),
            ],
            options={
                "verbose_name": "退出提议",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GradeSpell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("deep_difficulty", "深度困难"),
                            ("relative_difficulty", "相对困难"),
                            ("accidental_difficulty", "意外致困"),
                        ],
                        max_length=24,
                        verbose_name="困难类别",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="起始日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
            ],
            options={
                "verbose_name": "类别期间",
                "ordering": ["starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MonthlyIncome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                ("income", models.BigIntegerField(verbose_name="家庭月收入(分)")),
                ("persons", models.SmallIntegerField(verbose_name="当月共同生活人口")),
                (
                    "per_head",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("income"), "/", models.F("persons")
                        ),
                        output_field=models.BigIntegerField(verbose_name="人均(分)"),
                    ),
                ),
                ("dibao", models.BigIntegerField(verbose_name="当月低保标准(分/人月)")),
                ("source", models.CharField(max_length=100, verbose_name="依据")),
                ("entered_by", models.BigIntegerField(verbose_name="填报人")),
                ("entered_on", models.DateField(verbose_name="填报日期")),
                ("is_superseded", models.BooleanField(default=False, editable=False, verbose_name="已更正")),
            ],
            options={
                "verbose_name": "月度收入",
                "ordering": ["month", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="复核日期")),
                ("year", models.SmallIntegerField(verbose_name="收支年度")),
                (
                    "grade_before",
                    models.CharField(
                        choices=[
                            ("deep_difficulty", "深度困难"),
                            ("relative_difficulty", "相对困难"),
                            ("accidental_difficulty", "意外致困"),
                        ],
                        max_length=24,
                        verbose_name="原类别",
                    ),
                ),
                ("rechecked_by", models.BigIntegerField(verbose_name="复核人")),
            ],
            options={
                "verbose_name": "动态复核",
                "ordering": ["on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Spell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="建档日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("out_of_difficulty", "根本脱困"),
                            ("guaranteed", "政府兜底保障"),
                            ("death", "死亡"),
                            ("retirement", "退休"),
                            ("departure", "调离"),
                            ("unqualified", "精准识别退出(不符合)"),
                        ],
                        max_length=20,
                        verbose_name="退出原因",
                    ),
                ),
            ],
            options={
                "verbose_name": "在档期间",
                "ordering": ["starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(db_index=True, default=0, editable=False)),
                ("number", models.CharField(editable=False, max_length=32, unique=True, verbose_name="编号")),
                ("begun_on", models.DateField(editable=False, verbose_name="开始日期")),
                ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办结期限")),
                (
                    "days_left",
                    models.SmallIntegerField(blank=True, editable=False, null=True, verbose_name="剩余工作日"),
                ),
                (
                    "returned_from",
                    models.CharField(blank=True, editable=False, max_length=20, verbose_name="退回前状态"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待本县审核"),
                            ("agreed", "待对方接收"),
                            ("accepted", "已转出"),
                            ("declined", "对方退回"),
                            ("refused", "不同意转出"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[("moved", "家庭迁居"), ("employer", "工作单位变动"), ("other", "其他")],
                        max_length=10,
                        verbose_name="转移原因",
                    ),
                ),
                ("grounds", models.CharField(max_length=500, verbose_name="情况说明")),
                ("proposed_by", models.BigIntegerField(editable=False, verbose_name="提出人")),
                ("agreed_by", models.BigIntegerField(editable=False, null=True, verbose_name="同意转出人")),
                ("accepted_by", models.BigIntegerField(editable=False, null=True, verbose_name="接收人")),
                ("accepted_on", models.DateField(editable=False, null=True, verbose_name="接收日期")),
                ("answer", models.CharField(blank=True, editable=False, max_length=500, verbose_name="答复")),
            ],
            options={
                "verbose_name": "档案转移",
                "ordering": ["-begun_on", "-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="hardshiparchive",
            name="hardship_file_on_file_has_day_and_grade",
        ),
        migrations.AddField(
            model_name="hardshiparchive",
            name="exit_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("out_of_difficulty", "根本脱困"),
                    ("guaranteed", "政府兜底保障"),
                    ("death", "死亡"),
                    ("retirement", "退休"),
                    ("departure", "调离"),
                    ("unqualified", "精准识别退出(不符合)"),
                ],
                editable=False,
                max_length=20,
                verbose_name="退出原因",
            ),
        ),
        migrations.AddField(
            model_name="hardshiparchive",
            name="monitored_until",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="监测截止"),
        ),
        migrations.AddField(
            model_name="hardshiparchive",
            name="recheck_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="下次动态复核"),
        ),
        migrations.AddField(
            model_name="incomeline",
            name="superseded_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="重新填报日期"),
        ),
        migrations.AddField(
            model_name="incomeline",
            name="year",
            field=models.SmallIntegerField(default=0, editable=False, verbose_name="收支年度"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="hardshiparchive",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("submitted", "待入户核查"),
                    ("visited", "待信息比对"),
                    ("compared", "待公示"),
                    ("publicised", "公示与县级审核"),
                    ("reviewed", "待批准建档"),
                    ("on_file", "在档"),
                    ("returned", "退回补正"),
                    ("rejected", "不予通过"),
                    ("withdrawn", "已撤回"),
                    ("observing", "脱困观察"),
                    ("exited", "已脱困"),
                    ("cancelled", "已注销"),
                ],
                default="draft",
                editable=False,
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardshiparchive",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("on_file", "observing")), _negated=True),
                    models.Q(("filed_on__isnull", False), models.Q(("grade", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hardship_file_on_file_has_day_and_grade",
                violation_error_message="在档的档案必须有建档日期和困难类别。",
            ),
        ),
        migrations.AddConstraint(
            model_name="hardshiparchive",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("exit_on__isnull", False),
                        ("state__in", ("exited", "cancelled")),
                        models.Q(("exit_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ("exited", "cancelled")), _negated=True),
                        ("exit_on__isnull", True),
                        ("exit_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="hardship_file_ended_has_day_and_reason",
                violation_error_message="已脱困或已注销的档案必须有退出日期和原因。",
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="to_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="接收工会",
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="from_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="转出工会",
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddField(
            model_name="exitproposal",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exit_proposals",
                to="hardship.hardshiparchive",
                verbose_name="档案",
            ),
        ),
        migrations.AddField(
            model_name="gradespell",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grade_spells",
                to="hardship.hardshiparchive",
                verbose_name="档案",
            ),
        ),
        migrations.AddField(
            model_name="monthlyincome",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="months",
                to="hardship.hardshiparchive",
                verbose_name="档案",
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="assessment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="hardship.assessment",
                verbose_name="认定测算",
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="comparison",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="hardship.infocomparison",
                verbose_name="信息比对",
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rechecks",
                to="hardship.hardshiparchive",
                verbose_name="档案",
            ),
        ),
        migrations.AddField(
            model_name="spell",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spells",
                to="hardship.hardshiparchive",
                verbose_name="档案",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="hardship.hardshiparchive",
                verbose_name="档案",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="to_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="接收工会",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_on__isnull", True)),
                fields=("file",),
                name="hardship_exit_proposal_one_open",
                violation_error_message="这份档案已有待决定的退出提议。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="hardship_exit_proposal_decided_by_another",
                violation_error_message="提议人不能决定自己的提议。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("exited_by__isnull", True),
                    models.Q(
                        models.Q(("exited_by", models.F("proposed_by")), _negated=True),
                        models.Q(("exited_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hardship_exit_proposal_exited_by_a_third",
                violation_error_message="提议人、转入观察的决定人不能批准脱困退出。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", True), ("decided_on__isnull", True), ("is_accepted__isnull", True)),
                    models.Q(
                        ("decided_by__isnull", False), ("decided_on__isnull", False), ("is_accepted__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="hardship_exit_proposal_decided_whole",
                violation_error_message="决定须有决定人、日期和结果。",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "observation"), ("reason", "out_of_difficulty")),
                    models.Q(("kind", "cancellation"), models.Q(("reason", "out_of_difficulty"), _negated=True)),
                    _connector="OR",
                ),
                name="hardship_exit_proposal_reason_fits",
                violation_error_message="根本脱困须先转入观察;注销须选择其他原因。",
            ),
        ),
        migrations.AddConstraint(
            model_name="gradespell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("file", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(True, False),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="hardship_grade_spell_no_two_at_once",
                violation_error_message="同一档案同一天只有一个困难类别。",
            ),
        ),
        migrations.AddConstraint(
            model_name="gradespell",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="hardship_grade_spell_in_order",
                violation_error_message="终止日期不能早于起始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyincome",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_superseded", False)),
                fields=("file", "month"),
                name="hardship_month_once_a_file",
                violation_error_message="这个月的收入已经填报。",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyincome",
            constraint=models.CheckConstraint(
                condition=models.Q(("income__gte", 0), ("persons__gt", 0)),
                name="hardship_month_amounts_hold",
                violation_error_message="收入不能为负,人口至少一人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyincome",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)),
                name="hardship_month_is_a_first_day",
                violation_error_message="月份以该月第一天记。",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyincome",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_on__gte", models.F("month"))),
                name="hardship_month_not_in_the_future",
                violation_error_message="不能填报将来的月份。",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.UniqueConstraint(
                fields=("file", "on"),
                name="hardship_recheck_once_a_day",
                violation_error_message="这份档案今天已经复核过。",
            ),
        ),
        migrations.AddIndex(
            model_name="spell",
            index=models.Index(fields=["starts_on", "ends_on"], name="hardship_spell_days"),
        ),
        migrations.AddConstraint(
            model_name="spell",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("file", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_on"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(True, False),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="hardship_spell_no_two_at_once",
                violation_error_message="同一档案的在档期间不能重叠。",
            ),
        ),
        migrations.AddConstraint(
            model_name="spell",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("file",),
                name="hardship_spell_one_open",
                violation_error_message="档案已经在档。",
            ),
        ),
        migrations.AddConstraint(
            model_name="spell",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", True), ("reason", "")),
                    models.Q(("ends_on__gte", models.F("starts_on")), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hardship_spell_ends_with_a_reason",
                violation_error_message="在档期间结束须有日期和原因,且不早于开始。",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("proposed", "agreed"))),
                fields=("file",),
                name="hardship_transfer_one_open",
                violation_error_message="这份档案正在转移。",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True),
                    models.Q(("agreed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="hardship_transfer_agreed_by_another",
                violation_error_message="提出人不能同意自己提出的转移。",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_by__isnull", True),
                    models.Q(
                        models.Q(("accepted_by", models.F("proposed_by")), _negated=True),
                        models.Q(("accepted_by", models.F("agreed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hardship_transfer_accepted_by_another",
                violation_error_message="转出的经办人、审核人不能接收同一份档案。",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(("accepted_by__isnull", False), ("accepted_on__isnull", False)),
                    _connector="OR",
                ),
                name="hardship_transfer_accepted_is_dated",
                violation_error_message="已转出的必须有接收人和日期。",
            ),
        ),
    ]
