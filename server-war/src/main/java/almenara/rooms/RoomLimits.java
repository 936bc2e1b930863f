package almenara.rooms;

import java.time.Duration;

/**
 * The bounds of a room: how many members, how many entries and characters its log keeps and for how long a peer may come back, how long a dropped peer stays a member,
 * and how many rooms there may be in the cluster.
 */
public record RoomLimits(int members, int entries, long characters, Duration resume, Duration grace, int rooms) {
}
