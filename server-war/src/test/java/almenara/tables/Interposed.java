package almenara.tables;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A table of which some calls are answered otherwise, or not at all. */
public final class Interposed {

    private Interposed() {
    }

    /** Answers a call of that name in the table's place, leaves it to the table (nothing), or throws. */
    public interface Instead {

        Optional<Object> of(String method, Object... arguments);
    }

    public static Table before(Table table, Instead instead) {
        return (Table) Proxy.newProxyInstance(Table.class.getClassLoader(), new Class<?>[] {Table.class}, (proxy, method, arguments) -> {
            Optional<Object> answer = instead.of(method.getName(), arguments);
            if (answer.isPresent()) {
                return answer.get();
            }
            try {
                return method.invoke(table, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
