package almenara.signaling;

import almenara.messages.Command;
import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.messages.Seat;
import almenara.rooms.Arrival;
import almenara.rooms.Departures;
import almenara.rooms.Rooms;
import almenara.signaling.Proofs.Visit;
import java.util.function.Consumer;

/**
 * Decides under which name somebody comes into a room. Who goes on with a session needs its token alone; everybody else brings a proof into a sealed room, and
 * may bring one into any other: then the peer id is that of the proof, and an older session of that peer ends.
 */
final class Admission {

    private final Rooms rooms;
    private final Proofs proofs;
    private final Departures departures;
    private final Consumer<String> coming;

    /** {@code departures} hears of the sessions that were taken over, {@code coming} of each room before somebody new comes in. */
    Admission(Rooms rooms, Proofs proofs, Departures departures, Consumer<String> coming) {
        this.rooms = rooms;
        this.proofs = proofs;
        this.departures = departures;
        this.coming = coming;
    }

    String challenge(String host) {
        return proofs.challenge(host);
    }

    /** Refuses, before anything is paid, what has no proof where one is needed, or one that is wrong at a glance. */
    void examine(Visit visit, Command command) {
        switch (command) {
            case Command.Join join -> examine(visit, join.proof());
            case Command.Resume resume -> {
                if (needsProof(visit, resume)) {
                    examine(visit, resume.proof());
                }
            }
            default -> { }
        }
    }

    private void examine(Visit visit, String proof) {
        if (Command.PROMISED.equals(proof)) {
            throw proofs.refusal(visit, "here is what the proof has to sign");
        }
        if (!proof.isEmpty()) {
            proofs.examine(visit, proof);
        } else if (Names.isSealed(visit.room())) {
            throw missing(visit);
        }
    }

    private Refusal missing(Visit visit) {
        return proofs.refusal(visit, "who joins this room proves that it knows its secret");
    }

    private boolean needsProof(Visit visit, Command.Resume resume) {
        return (!resume.proof().isEmpty() || Names.isSealed(visit.room())) && !rooms.knows(visit.room(), resume.token());
    }

    Seat enter(Visit visit, Command.Entering command, Arrival arrival) {
        return switch (command) {
            case Command.Join join -> enter(visit, new Way(join.proof(), false), arrival);
            case Command.Resume resume -> resume(visit, resume, arrival);
            case Command.Attend attend -> rooms.attend(visit.room(), arrival.called(attend.name()));
            case Command.Gather gather -> rooms.gather(visit.room(), gather, arrival);
            case Command.Occupy occupy -> rooms.occupy(visit.room(), occupy.peer(), arrival.called(occupy.name()));
        };
    }

    private Seat resume(Visit visit, Command.Resume resume, Arrival arrival) {
        Way anew = new Way(resume.proof(), true);
        return needsProof(visit, resume) ? enter(visit, anew, arrival)
                : rooms.resume(visit.room(), resume, arrival).orElseGet(() -> enter(visit, anew, arrival));
    }

    /** What somebody comes in by who is new, or whom nobody knows any more. */
    private record Way(String proof, boolean again) {
    }

    private Seat enter(Visit visit, Way way, Arrival arrival) {
        coming.accept(visit.room());
        if (!way.proof().isEmpty()) {
            return rooms.join(visit.room(), new Rooms.Proven(proofs.take(visit, way.proof()), way.again(), departures), arrival);
        }
        if (Names.isSealed(visit.room())) {
            throw missing(visit);
        }
        return rooms.join(visit.room(), way.again(), arrival);
    }
}
