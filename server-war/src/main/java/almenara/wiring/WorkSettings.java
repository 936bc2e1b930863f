package almenara.wiring;

import almenara.pow.EffortLaw.Steering;
import almenara.pow.Tariff;
import java.time.Duration;

/** Reads what is asked in work. */
final class WorkSettings {

    private static final double PERCENT = 100;
    private static final double THOUSAND = 1000;

    private WorkSettings() {
    }

    static Settings.Work read(SettingsReader reader) {
        return new Settings.Work(tariff(reader), steering(reader), reader.seconds(Setting.POW_QUOTE_SECONDS), full(reader), reader.number(Setting.POW_FAULTS),
                reader.secret(Setting.POW_SECRET));
    }

    private static Tariff tariff(SettingsReader reader) {
        return new Tariff(reader.number(Setting.POW_EFFORT),
                new Tariff.Crowding(reader.number(Setting.POW_ROOM_MESSAGES), reader.number(Setting.POW_ROOM_MOST)), reader.number(Setting.POW_MEMBER_MESSAGES),
                new Tariff.Crowding(reader.number(Setting.POW_PEER_MESSAGES), reader.number(Setting.POW_PEER_MOST)),
                new Tariff.Quiet(reader.seconds(Setting.POW_QUIET_SECONDS), reader.number(Setting.POW_QUIET_MESSAGES), reader.number(Setting.POW_QUIET_MOST)),
                reader.number(Setting.POW_SLACK_MESSAGES));
    }

    private static Steering steering(SettingsReader reader) {
        return new Steering(
                new Steering.Aim(percent(reader, Setting.POW_LOAD), percent(reader, Setting.POW_LOAD_BAND), percent(reader, Setting.POW_LOAD_FULL)),
                new Steering.Gain(reader.number(Setting.POW_RISE) / THOUSAND, 1 + percent(reader, Setting.POW_RISE_MOST)),
                new Steering.Gain(reader.number(Setting.POW_FALL) / THOUSAND, 1 - percent(reader, Setting.POW_FALL_MOST)),
                reader.number(Setting.POW_MOST),
                new Steering.Telling(reader.seconds(Setting.POW_STEP_SECONDS), percent(reader, Setting.POW_CHANGE), reader.seconds(Setting.POW_HONOURED_SECONDS)));
    }

    private static Settings.Full full(SettingsReader reader) {
        return new Settings.Full(reader.number(Setting.CONNECTIONS), reader.number(Setting.EGRESS_LIMIT), Duration.ofMillis(reader.number(Setting.POW_WAIT_MILLIS)));
    }

    private static double percent(SettingsReader reader, Setting setting) {
        return reader.number(setting) / PERCENT;
    }
}
