import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import gonghui.kernel.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_shared_cache"),
        ("funds", "0001_initial"),
        ("hardship", "0003_household_changes_and_recusals"),
        ("members", "0001_initial"),
        ("notices", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
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
                            ("planned", "待批准"),
                            ("returned", "退回修改"),
                            ("approved", "已批准"),
                            ("running", "进行中"),
                            ("closed", "已结束"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "season",
                    models.CharField(
                        choices=[
                            ("spring", "春送岗位"),
                            ("summer", "夏送清凉"),
                            ("autumn", "金秋助学"),
                            ("winter", "冬送温暖"),
                        ],
                        max_length=8,
                        verbose_name="季节",
                    ),
                ),
                ("year", models.SmallIntegerField(verbose_name="年度")),
                ("title", models.CharField(max_length=60, verbose_name="活动名称")),
                ("opens_on", models.DateField(verbose_name="开始日期")),
                ("closes_on", models.DateField(verbose_name="结束日期")),
                ("budget", models.BigIntegerField(verbose_name="预算(分)")),
                ("target_sites", models.IntegerField(verbose_name="计划点位(个)")),
                ("target_persons", models.IntegerField(verbose_name="计划服务(人次)")),
                ("target_value", models.BigIntegerField(verbose_name="计划物资价值(分)")),
                ("planned_by", models.BigIntegerField(editable=False, verbose_name="制定人")),
                ("approved_by", models.BigIntegerField(editable=False, null=True, verbose_name="批准人")),
                ("closed_sites", models.IntegerField(editable=False, null=True, verbose_name="结束时点位(个)")),
                ("closed_persons", models.IntegerField(editable=False, null=True, verbose_name="结束时服务(人次)")),
                ("closed_value", models.BigIntegerField(editable=False, null=True, verbose_name="结束时物资价值(分)")),
                ("is_announced", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "四季送活动",
                "ordering": ["-year", "-opens_on", "position"],
            },
        ),
        migrations.CreateModel(
            name="CampaignItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="物品")),
                ("unit_word", models.CharField(max_length=6, verbose_name="单位")),
                ("unit_price", models.BigIntegerField(verbose_name="单价(分)")),
                ("quantity", models.IntegerField(verbose_name="采购数量")),
                ("bought_on", models.DateField(verbose_name="采购日期")),
                ("entered_by", models.BigIntegerField(editable=False, verbose_name="登记人")),
            ],
            options={
                "verbose_name": "采购物品",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CampaignReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "season",
                    models.CharField(
                        choices=[
                            ("spring", "春送岗位"),
                            ("summer", "夏送清凉"),
                            ("autumn", "金秋助学"),
                            ("winter", "冬送温暖"),
                        ],
                        max_length=8,
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("told_on", models.DateField()),
            ],
            options={
                "verbose_name": "四季送提醒",
            },
        ),
        migrations.CreateModel(
            name="CampaignSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(db_index=True, default=0, editable=False)),
                ("place", models.CharField(max_length=60, verbose_name="点位名称")),
                ("host", models.CharField(max_length=60, verbose_name="用人单位或工会")),
                ("address", models.CharField(max_length=100, verbose_name="地址")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("contact", models.CharField(max_length=50, verbose_name="联系人")),
                ("phone", gonghui.kernel.encryption.EncryptedText(editable=True, verbose_name="联系电话")),
                ("planned_persons", models.IntegerField(verbose_name="计划人数")),
            ],
            options={
                "verbose_name": "服务点位",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Distribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(db_index=True, default=0, editable=False)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("once", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("given_on", models.DateField(db_index=True, verbose_name="发放日期")),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "物品"),
                            ("job", "岗位推介"),
                            ("training", "技能培训"),
                            ("advice", "政策咨询"),
                            ("check_up", "健康检查"),
                        ],
                        max_length=10,
                        verbose_name="服务",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "个人"), ("crew", "班组(人数登记)")],
                        default="person",
                        max_length=8,
                        verbose_name="登记方式",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="领取人或班组")),
                ("employer", models.CharField(blank=True, max_length=60, verbose_name="所在单位")),
                (
                    "id_index",
                    gonghui.kernel.encryption.BlindIndex(
                        db_index=True, editable=False, max_length=64, null=True, of="id_no"
                    ),
                ),
                (
                    "id_no",
                    gonghui.kernel.encryption.EncryptedText(
                        blank=True, editable=True, null=True, verbose_name="身份证号"
                    ),
                ),
                ("person_key", models.CharField(blank=True, editable=False, max_length=64)),
                ("quantity", models.IntegerField(default=1, verbose_name="数量")),
                ("heads", models.IntegerField(default=1, verbose_name="人数")),
                ("unit_price", models.BigIntegerField(default=0, editable=False, verbose_name="单价(分)")),
                ("value", models.BigIntegerField(default=0, editable=False, verbose_name="价值(分)")),
                (
                    "receipt",
                    models.CharField(
                        blank=True,
                        choices=[("", "未签收"), ("signed", "现场签字"), ("phone", "手机确认")],
                        editable=False,
                        max_length=8,
                        verbose_name="签收",
                    ),
                ),
                ("received_on", models.DateField(editable=False, null=True, verbose_name="签收日期")),
                ("is_reversed", models.BooleanField(default=False, editable=False)),
                ("reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="更正理由")),
                ("entered_by", models.BigIntegerField(editable=False, verbose_name="登记人")),
            ],
            options={
                "verbose_name": "发放登记",
                "ordering": ["-given_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DistributionRoster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.IntegerField(db_index=True, default=0, editable=False)),
                ("sha256", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("file_name", models.CharField(max_length=100, verbose_name="文件名")),
                ("rows", models.IntegerField(verbose_name="行数")),
                ("imported_by", models.BigIntegerField(verbose_name="导入人")),
                ("imported_on", models.DateField(verbose_name="导入日期")),
            ],
            options={
                "verbose_name": "发放名册",
            },
        ),
        migrations.CreateModel(
            name="Relief",
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
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待复核"),
                            ("checked", "待批准"),
                            ("granted", "待发放"),
                            ("paid", "已发放"),
                            ("bounced", "银行退回"),
                            ("returned", "退回补正"),
                            ("refused", "不予发放"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("name", models.CharField(max_length=50, verbose_name="领款人")),
                ("name_pinyin", models.CharField(db_collation="C", db_index=True, editable=False, max_length=200)),
                (
                    "id_index",
                    gonghui.kernel.encryption.BlindIndex(
                        db_index=True, editable=False, max_length=64, null=True, of="id_no"
                    ),
                ),
                ("id_no", gonghui.kernel.encryption.EncryptedText(editable=True, verbose_name="身份证号")),
                ("mobile", gonghui.kernel.encryption.EncryptedText(editable=True, verbose_name="手机号")),
                (
                    "file_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("deep_difficulty", "深度困难"),
                            ("relative_difficulty", "相对困难"),
                            ("accidental_difficulty", "意外致困"),
                        ],
                        editable=False,
                        max_length=24,
                        verbose_name="档案困难类别",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("accident", "意外事故"),
                            ("illness", "突发重病"),
                            ("disaster", "自然灾害"),
                            ("fire", "火灾"),
                            ("death", "家人去世"),
                            ("unpaid", "欠薪断收"),
                            ("season", "节日慰问"),
                            ("other", "其他突发情况"),
                        ],
                        max_length=10,
                        verbose_name="事由",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="发生日期")),
                ("reason", gonghui.kernel.encryption.EncryptedText(editable=True, verbose_name="情况说明")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="紧急")),
                ("visited_on", models.DateField(verbose_name="走访日期")),
                ("year", models.SmallIntegerField(verbose_name="计入年度")),
                ("amount", models.BigIntegerField(verbose_name="金额(分)")),
                ("ceiling", models.BigIntegerField(verbose_name="上限(分)")),
                ("basis", models.JSONField(verbose_name="测算过程")),
                ("card_no", gonghui.kernel.encryption.EncryptedText(editable=True, verbose_name="银行卡号")),
                ("bank_name", models.CharField(max_length=60, verbose_name="开户银行")),
                ("branch_code", models.CharField(blank=True, max_length=12, verbose_name="联行号")),
                ("instalment", models.SmallIntegerField(default=1, editable=False, verbose_name="发放次数")),
                ("proposed_by", models.BigIntegerField(editable=False, verbose_name="提出人")),
                ("checked_by", models.BigIntegerField(editable=False, null=True, verbose_name="复核人")),
                ("granted_by", models.BigIntegerField(editable=False, null=True, verbose_name="批准人")),
                ("granted_on", models.DateField(editable=False, null=True, verbose_name="批准日期")),
                ("paid_on", models.DateField(db_index=True, editable=False, null=True, verbose_name="发放日期")),
                (
                    "bounce_reason",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="退回原因"),
                ),
            ],
            options={
                "verbose_name": "应急慰问",
                "ordering": ["-begun_on", "-pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="aidproject",
            options={"ordering": ["-year", "pk"], "verbose_name": "帮扶项目"},
        ),
        migrations.AddField(
            model_name="aidproject",
            name="begun_on",
            field=models.DateField(editable=False, null=True, verbose_name="提出日期"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="budget",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="预算(分)"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="closed_on",
            field=models.DateField(editable=False, null=True, verbose_name="结束日期"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="confirmed_by",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="确认人"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="due_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="办结期限"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="needs_archive",
            field=models.BooleanField(default=True, verbose_name="须先建档"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="planned_by",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="提出人"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="quota",
            field=models.IntegerField(blank=True, null=True, verbose_name="户数名额"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="standard",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="每户标准(分)"),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="state",
            field=models.CharField(
                choices=[("planned", "待确认"), ("open", "已开放"), ("closed", "已结束"), ("withdrawn", "已撤回")],
                default="open",
                editable=False,
                max_length=12,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="aidproject",
            name="is_open",
            field=models.BooleanField(default=True, editable=False, verbose_name="开放"),
        ),
        migrations.AlterField(
            model_name="aidproject",
            name="kind",
            field=models.CharField(
                choices=[
                    ("living_aid", "生活救助"),
                    ("education_aid", "子女助学"),
                    ("medical_aid", "医疗救助"),
                    ("legal_aid", "法律援助"),
                    ("job_training", "职业培训"),
                    ("job_placement", "职业介绍"),
                    ("business_aid", "创业扶持"),
                    ("warmth", "送温暖慰问"),
                    ("emergency", "应急"),
                ],
                max_length=16,
                verbose_name="项目类型",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="part_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="hardship.campaign",
                verbose_name="所属市级活动",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddField(
            model_name="aidproject",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="hardship.campaign",
                verbose_name="四季送",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidproject",
            constraint=models.CheckConstraint(
                condition=models.Q(("needs_archive", True), ("kind__in", ("warmth", "emergency")), _connector="OR"),
                name="hardship_project_without_file_is_warmth",
                violation_error_message="只有应急和送温暖慰问项目可以不建档发放。",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("planned_by")), _negated=True),
                    _connector="OR",
                ),
                name="hardship_project_confirmed_by_another",
                violation_error_message="提出项目的人不能确认同一个项目。",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_open", True), ("state", "open")),
                    models.Q(("is_open", False), models.Q(("state", "open"), _negated=True)),
                    _connector="OR",
                ),
                name="hardship_project_open_is_open",
                violation_error_message="项目的开放标记须与状态一致。",
            ),
        ),
        migrations.AddConstraint(
            model_name="aidproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("budget__isnull", True), ("budget__gt", 0), _connector="OR"),
                    models.Q(("quota__isnull", True), ("quota__gt", 0), _connector="OR"),
                    models.Q(("standard__isnull", True), ("standard__gt", 0), _connector="OR"),
                ),
                name="hardship_project_limits_are_positive",
                violation_error_message="预算、名额和标准必须大于零。",
            ),
        ),
        migrations.AddField(
            model_name="campaignitem",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="hardship.campaign",
                verbose_name="活动",
            ),
        ),
        migrations.AddField(
            model_name="campaignreminder",
            name="post",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.post"),
        ),
        migrations.AddField(
            model_name="campaignreminder",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="campaignsite",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sites",
                to="hardship.campaign",
                verbose_name="活动",
            ),
        ),
        migrations.AddField(
            model_name="campaignsite",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="distributions",
                to="hardship.campaignitem",
                verbose_name="物品",
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="recipient_user",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="reversal_of",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversal",
                to="hardship.distribution",
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="distributions",
                to="hardship.campaignsite",
                verbose_name="点位",
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddField(
            model_name="distributionroster",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rosters",
                to="hardship.campaignsite",
                verbose_name="点位",
            ),
        ),
        migrations.AddField(
            model_name="distributionroster",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddField(
            model_name="distribution",
            name="roster",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="hardship.distributionroster",
            ),
        ),
        migrations.AddField(
            model_name="relief",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reliefs",
                to="hardship.hardshiparchive",
            ),
        ),
        migrations.AddField(
            model_name="relief",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reliefs",
                to="hardship.aidproject",
                verbose_name="帮扶项目",
            ),
        ),
        migrations.AddField(
            model_name="relief",
            name="recipient_user",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relief",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.unit",
                verbose_name="所属工会",
            ),
        ),
        migrations.AddField(
            model_name="relief",
            name="visitor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="走访人",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("unit", "season", "year"),
                name="hardship_campaign_one_a_season",
                violation_error_message="本单位这一季的活动已有方案。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_on__lte", models.F("closes_on"))),
                name="hardship_campaign_opens_before_closing",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("budget__gt", 0), ("target_persons__gte", 0), ("target_sites__gte", 0), ("target_value__gte", 0)
                ),
                name="hardship_campaign_has_a_budget",
                violation_error_message="预算必须大于零,目标不能为负数。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("planned_by")), _negated=True),
                    _connector="OR",
                ),
                name="hardship_campaign_approved_by_another",
                violation_error_message="制定人不能批准同一份方案。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(
                        ("closed_persons__isnull", False),
                        ("closed_sites__isnull", False),
                        ("closed_value__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="hardship_campaign_closed_is_counted",
                violation_error_message="结束的活动必须有盘点数。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignitem",
            constraint=models.UniqueConstraint(
                fields=("campaign", "name", "unit_price", "bought_on"),
                name="hardship_item_bought_once",
                violation_error_message="这批物品已经登记过。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0), ("unit_price__gt", 0)),
                name="hardship_item_costs_something",
                violation_error_message="数量和单价必须大于零。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignreminder",
            constraint=models.UniqueConstraint(fields=("season", "year", "post"), name="hardship_reminder_once"),
        ),
        migrations.AddConstraint(
            model_name="campaignsite",
            constraint=models.UniqueConstraint(
                fields=("campaign", "place", "host"),
                name="hardship_site_once_a_campaign",
                violation_error_message="这个点位已在名单中。",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignsite",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_persons__gt", 0)),
                name="hardship_site_expects_somebody",
                violation_error_message="计划人数必须大于零。",
            ),
        ),
        migrations.AddConstraint(
            model_name="distributionroster",
            constraint=models.UniqueConstraint(
                fields=("site", "sha256"), name="hardship_roster_once", violation_error_message="这份名册已经导入过。"
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_reversed", False), ("kind", "person"), ("reversal_of__isnull", True)),
                fields=("site", "item", "service", "person_key"),
                name="hardship_distribution_once_a_person",
                nulls_distinct=False,
                violation_error_message="这个人在这个点位已经领过这种物品;多领的请写在数量里。",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("item__isnull", False), ("service", ""), ("unit_price__gt", 0)),
                    models.Q(("item__isnull", True), ("unit_price", 0), models.Q(("service", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hardship_distribution_goods_or_service",
                violation_error_message="一行登记的是一种物品或一项服务。",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "value",
                        django.db.models.expressions.CombinedExpression(
                            models.F("quantity"), "*", models.F("unit_price")
                        ),
                    )
                ),
                name="hardship_distribution_value_adds_up",
                violation_error_message="价值等于数量乘以单价。",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("heads__gt", 0), ("quantity__gt", 0), ("reversal_of__isnull", True)),
                    models.Q(
                        ("heads__lt", 0),
                        ("quantity__lt", 0),
                        ("reversal_of__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hardship_distribution_reversal_has_reason",
                violation_error_message="更正登记须写明理由。",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "crew"),
                    models.Q(("heads__in", (1, -1)), models.Q(("person_key", ""), _negated=True)),
                    _connector="OR",
                ),
                name="hardship_distribution_person_is_one",
                violation_error_message="个人登记的人数只能是 1。",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt", ""), ("received_on__isnull", True)),
                    models.Q(models.Q(("receipt", ""), _negated=True), ("received_on__isnull", False)),
                    _connector="OR",
                ),
                name="hardship_distribution_receipt_is_dated",
                violation_error_message="签收必须有日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("refused", "withdrawn")), _negated=True),
                fields=("id_index", "event", "happened_on"),
                name="hardship_relief_once_an_event",
                violation_error_message="同一人同一事由已有一笔应急慰问。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("amount__lte", models.F("ceiling"))),
                name="hardship_relief_under_its_ceiling",
                violation_error_message="发放金额必须大于零,且不超过上限。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by__isnull", True),
                    models.Q(("checked_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="hardship_relief_checked_by_another",
                violation_error_message="提出人不能复核同一笔发放。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by__isnull", True),
                    models.Q(
                        models.Q(("granted_by", models.F("proposed_by")), _negated=True),
                        models.Q(("granted_by", models.F("checked_by")), _negated=True),
                        ("checked_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="hardship_relief_granted_by_another",
                violation_error_message="提出人、复核人不能批准同一笔发放。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("granted", "paid", "bounced")), _negated=True),
                    models.Q(("granted_by__isnull", False), ("granted_on__isnull", False)),
                    _connector="OR",
                ),
                name="hardship_relief_granted_by_three",
                violation_error_message="应急慰问也须经三个人办理:提出、复核、批准。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_on__isnull", False), ("state", "paid")),
                    models.Q(models.Q(("state", "paid"), _negated=True), ("paid_on__isnull", True)),
                    _connector="OR",
                ),
                name="hardship_relief_paid_is_dated",
                violation_error_message="已发放的必须有发放日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="relief",
            constraint=models.CheckConstraint(
                condition=models.Q(("visited_on__gte", models.F("happened_on"))),
                name="hardship_relief_visited_after_event",
                violation_error_message="走访日期不能早于事情发生的日期。",
            ),
        ),
    ]
