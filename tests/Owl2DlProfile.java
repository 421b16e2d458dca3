import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints each way in which an ontology leaves the OWL 2 DL profile, one a line; nothing when it stays inside. */
public class Owl2DlProfile {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(arguments[0]));
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        System.err.println(ontology.getAxiomCount() + " axioms");
        for (OWLProfileViolation violation : report.getViolations()) {
            System.out.println(violation);
        }
    }
}
