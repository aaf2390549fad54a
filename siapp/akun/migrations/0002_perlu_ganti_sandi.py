from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("akun", "0001_awal")]

    operations = [
        migrations.AddField(
            model_name="pengguna",
            name="perlu_ganti_sandi",
            field=models.BooleanField(default=False, verbose_name="wajib mengganti kata sandi"),
        ),
    ]
