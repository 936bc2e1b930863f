package almenara.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fuzz test with a thousand inputs, which are the same each time. {@code fuzz.sh} looks for longer, and by what the code does. */
class ShortFuzzTest {

    private static final Duration HANGS = Duration.ofMinutes(5);
    private static final int INPUTS = 1000;
    private static final Path CLASSES = Path.of("target", "test-classes");

    @TestFactory
    Stream<DynamicTest> nothingIsFoundByInputsThatAreAlmostRight() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(CLASSES)) {
            files = all.filter(file -> file.toString().endsWith("FuzzTest.class")).sorted().toList();
        }
        return files.stream().map(ShortFuzzTest::type).flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                .map(method -> DynamicTest.dynamicTest(method.getDeclaringClass().getSimpleName() + ' ' + method.getName(), () -> run(method)));
    }

    private static Class<?> type(Path file) {
        String name = CLASSES.relativize(file).toString().replace(java.io.File.separatorChar, '.');
        return assertDoesNotThrow(() -> Class.forName(name.substring(0, name.length() - ".class".length())));
    }

    private static void run(Method method) throws ReflectiveOperationException {
        Method source = method.getDeclaringClass().getDeclaredMethod(method.getAnnotation(MethodSource.class).value()[0]);
        source.setAccessible(true);
        List<byte[]> seeds = ((Stream<?>) source.invoke(null)).map(byte[].class::cast).toList();
        Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        Object test = constructor.newInstance();
        Mutations mutations = new Mutations(seeds, 1);
        assertTimeoutPreemptively(HANGS, () -> {
            for (int i = 0; i < INPUTS; i++) {
                look(test, method, mutations.next());
            }
        });
    }

    private static void look(Object test, Method method, byte[] input) throws IllegalAccessException {
        try {
            method.invoke(test, input);
        } catch (InvocationTargetException found) {
            throw new AssertionError("found by the input " + HexFormat.of().formatHex(input), found.getCause());
        }
    }
}
