package almenara.signaling;

import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.rooms.Rooms;

/** Lets the members of a room through, those who have the token of a session there, once they have paid what it takes. */
public final class MembersGate implements Gate {

    private final Rooms rooms;
    private final Toll toll;

    public MembersGate(Rooms rooms, Toll toll) {
        this.rooms = rooms;
        this.toll = toll;
    }

    @Override
    public void admit(Asker asker) {
        if (asker.token().isEmpty()) {
            throw new Refusal(Code.BAD_TOKEN, "this needs the token of a session");
        }
        toll.chargeToken(asker, rooms.verify(Names.room(asker.room()), asker.token()));
    }
}
