from django.db import migrations, models

# A note goes with its job, whoever deletes it: the queue, an administrator, a demo's removal.
GOES_WITH_ITS_JOB = """
alter table kernel_job_note add constraint kernel_job_note_job
    foreign key (id) references procrastinate_jobs (id) on delete cascade
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0001_initial'),
        ('procrastinate', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobNote',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('step', models.CharField(default='', max_length=40)),
                ('done', models.IntegerField(default=0)),
                ('total', models.IntegerField(default=0)),
                ('what', models.CharField(default='', max_length=400)),
                ('fault', models.CharField(default='', max_length=400)),
            ],
            options={
                'db_table': 'kernel_job_note',
            },
        ),
        migrations.RunSQL(
            GOES_WITH_ITS_JOB,
            "alter table kernel_job_note drop constraint kernel_job_note_job",
        ),
    ]
