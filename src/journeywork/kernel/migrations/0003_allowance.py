import journeywork.kernel.ids
import journeywork.kernel.tenancy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0002_job_note'),
    ]

    operations = [
        migrations.CreateModel(
            name='AllowanceRow',
            fields=[
                ('pk', models.CompositePrimaryKey('org', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('org', models.UUIDField(default=journeywork.kernel.tenancy.current_org, editable=False)),
                ('id', models.UUIDField(default=journeywork.kernel.ids.new_id, editable=False)),
                ('person', models.UUIDField()),
                ('since', models.DateTimeField()),
                ('spent', models.IntegerField()),
            ],
            options={
                'db_table': 'kernel_allowance',
            },
        ),
        # A count that is lost in a crash harms nobody, and one that need not reach the disk is
        # not waited for.
        migrations.RunSQL(
            'alter table kernel_allowance set unlogged',
            'alter table kernel_allowance set logged',
        ),
    ]
