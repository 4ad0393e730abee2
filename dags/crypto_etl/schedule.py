"""The DAG's timetable, made from the setting `schedule`."""

from datetime import datetime, timezone

from airflow.timetables.interval import CronDataIntervalTimetable

from .settings_json import SettingsError, shown


def timetable_of(schedule: str | None) -> CronDataIntervalTimetable | None:
    """The timetable of a cron expression or of a preset such as "@daily"; None means only manual runs.

    Airflow 3 reads a plain "@daily" as an instant and names a run after the day that begins. This
    timetable keeps Airflow 2's meaning on both: a run starts when a UTC day has ended, and `ds` is that day.
    """
    if schedule is None:
        return None
    try:
        timetable = CronDataIntervalTimetable(schedule, timezone="UTC")
        timetable.validate()
        # An expression such as that of February 30th is valid, but the scheduler would fail at it.
        timetable.infer_manual_data_interval(run_after=_a_time())
        return timetable
    # Depending on what is wrong, the libraries behind it raise errors of a dozen types.
    except Exception as error:
        raise SettingsError(
            f"The setting schedule is {shown(schedule)}: expected a cron expression such as"
            ' "0 0 * * *", a preset such as "@daily", or null.'
        ) from error


def _a_time() -> datetime:
    import pendulum

    return pendulum.instance(datetime(2026, 1, 1, tzinfo=timezone.utc))
