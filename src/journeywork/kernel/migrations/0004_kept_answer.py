import journeywork.kernel.ids
import journeywork.kernel.sealed
import journeywork.kernel.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_allowance'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptAnswerRow',
            fields=[
                ('pk', models.CompositePrimaryKey('org', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('org', models.UUIDField(default=journeywork.kernel.tenancy.current_org, editable=False)),
                ('id', models.UUIDField(default=journeywork.kernel.ids.new_id, editable=False)),
                ('person', models.UUIDField()),
                ('name', models.CharField(max_length=64)),
                ('asked', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('status', models.SmallIntegerField()),
                ('content', journeywork.kernel.sealed.SealedTextField(default='')),
            ],
            options={
                'db_table': 'kernel_kept_answer',
                'indexes': [models.Index(fields=['org', 'at'], name='kernel_kept_answer_at')],
                'constraints': [models.UniqueConstraint(fields=('org', 'person', 'name'), name='kernel_kept_answer_once')],
            },
        ),
    ]
