package almenara.signaling;

import almenara.messages.Names;
import almenara.messages.Refusal;
import almenara.messages.Refusal.Code;
import almenara.rooms.Rooms;

/** Lets the members of a room through: those who have the token of a session there. */
public final class MembersGate implements Gate {

    private final Rooms rooms;

    public MembersGate(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void admit(Asker asker) {
        if (asker.token().isEmpty()) {
            throw new Refusal(Code.BAD_TOKEN, "this needs the token of a session");
        }
        rooms.verify(Names.room(asker.room()), asker.token());
    }
}
