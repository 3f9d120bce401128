from django.db import migrations, models


class Migration(migrations.Migration):
    """A verdict may be given again after another; opening and ignoring happen once."""

    dependencies = [
        ('feedback', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='responserow',
            name='feedback_response_once',
        ),
        migrations.AddIndex(
            model_name='responserow',
            index=models.Index(fields=['org', 'offer', 'at'], name='feedback_response_offer'),
        ),
        migrations.AddConstraint(
            model_name='responserow',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('opened', 'ignored')), ('offer__isnull', False)), fields=('org', 'offer', 'kind'), name='feedback_response_step'),
        ),
    ]
