"""People, their sessions and sign-ins, as 0.1.0 had them."""

import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import network.accounts.models

# Wagtail's stock user form accepts a posted `is_superuser` from anybody who may edit users: the
# database itself refuses a superuser that no command asked for.
SUPERUSER_BY_COMMAND = """
CREATE FUNCTION accounts_refuse_superuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_superuser AND (TG_OP = 'INSERT' OR NOT OLD.is_superuser)
       AND coalesce(current_setting('network.superuser_by_command', true), '') <> 'on' THEN
        RAISE EXCEPTION 'A superuser is made with manage.py createsuperuser only.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounts_refuse_superuser BEFORE INSERT OR UPDATE ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_superuser();
"""
# The table of Django's database cache, as `createcachetable` makes it (see accounts/cache.py).
# Unlogged: it is emptied by a crash of the database, after which counts of failures begin anew.
SHARED_COUNTS = """
CREATE UNLOGGED TABLE accounts_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_superuser_by_command"),
        ("accounts", "0003_sign_in"),
        ("accounts", "0004_shared_counts"),
        ("accounts", "0005_guide_put_away"),
    ]
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.CreateModel(
            name='UserGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={'db_table': 'accounts_user_groups', 'managed': False},
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('guide_put_away_at', models.DateTimeField(editable=False, null=True, verbose_name='guide put away')),
                ('groups', models.ManyToManyField(related_name='user_set', related_query_name='user', through='accounts.UserGroup', to='auth.group')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_unique', violation_error_message='Another account already uses this email.')],
            },
            managers=[
                ('objects', network.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={'verbose_name': 'session', 'verbose_name_plural': 'sessions', 'abstract': False},
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='network address')),
                ('user_agent', models.CharField(blank=True, max_length=200, verbose_name='browser')),
                ('outcome', models.CharField(choices=[('signed_in', 'Signed in'), ('enrolled', 'Second factor set up'), ('wrong_password', 'Wrong name or password'), ('wrong_code', 'Wrong code'), ('locked', 'Locked for a while')], max_length=16, verbose_name='outcome')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'sign-in',
                'verbose_name_plural': 'sign-ins',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['at'], name='sign_in_at'), models.Index(fields=['user', '-at'], name='sign_in_user_at')],
            },
        ),
        migrations.RunSQL(
            SUPERUSER_BY_COMMAND, "DROP FUNCTION accounts_refuse_superuser CASCADE"
        ),
        migrations.RunSQL(SHARED_COUNTS, "DROP TABLE accounts_cache;"),
    ]
